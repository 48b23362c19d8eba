import { exitCodes } from '../../cli/command.ts';
import { simLimits } from '../limits.ts';
import { catalogue } from '../scenarios/catalogue.ts';

const nameWidth = Math.max(...[...catalogue.keys()].map((name) => name.length));
const scenarios = [...catalogue].map(([name, { about }]) => `  ${name.padEnd(nameWidth)}  ${about}`).join('\n');

export const help = `npm run sim -- [options]

Runs virtual gates against a stack: each with its own certificate, durable outbox and people passing. At the end an
oracle, which knows what happened to whom, reads the tables and the guards' topic and accounts for every pass and alert.
Ctrl-C ends a run early: what was made is sent, accounted for and reported all the same.

What happens
  --scenario NAME|FILE.ts what people, weather, sensors and faults are like (default calm); all else that is said here
                          stands above it. A file of one's own exports \`scenario\`; docs/simulator.md shows one
  --gates N               gates, each a client of its own
  --rate R                people a second at all gates together, on average
  --duration T            how long people come: 30s, 5m, 1h
  --ramp T                gates open one after another within so long
  --seed S                decides the people, what they show, when they come and what goes wrong (default 1)
  --fever-share F         share of people with a fever, from 0 to 1
  --virtual               in memory and in virtual time: no stack, no sockets, as fast as the machine can

How gates send
  --linger T              how long a routine pass waits for company, instead of what the gate's config says
  --passes-per-message N  instead of what the gate's config says

Instead of people
  --replay FILE           puts recorded people in front of the gates: CSV, one gate for each camera; --rate is then
                          ${simLimits.replayRatePerS} unless it is given
  --payload FILE          every gate publishes these bytes as a message of passes, whatever they are: --rate messages a
                          second at all gates together; nothing is accounted for

Which stack
  --aws                   the one on AWS, which the usual settings of the AWS CLI name; otherwise the one on this machine
  --endpoint HOST[:PORT]  gates connect here instead: a proxy, or a name of one's own for the same stack (port 8883)
  --ca FILE               PEM of whoever vouches for that endpoint; without it the one of the stack

What comes out
  --report FILE           everything as JSON
  --prometheus FILE       figures as Prometheus reads them, written anew every few seconds: for the textfile collector
  --listen                prints each alert as a guard's post hears it
  --config FILE.json      any of these as {"gates": 20, "linger": "10s", "aws": true}; the line stands above the file
  --help                  this text

Scenarios
${scenarios}

Exit code ${exitCodes.done}: no law was broken, and every fault that was ordered has fired. ${exitCodes.foundWrong}: otherwise; the report says what. ${exitCodes.cannot}: it could not be done.
`;
