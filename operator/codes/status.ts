import * as z from 'zod';
import { exitCodes, readFlags } from '../../cli/command.ts';
import { UsageError } from '../../domain/errors.ts';
import { personStatus } from '../../domain/messages/lists.ts';
import { stateOf } from '../gate-records.ts';
import { print } from '../print.ts';
import { type CodesCommand, readOperand, readTime } from './define.ts';
import { deploymentFlags, inDeployment } from './in-deployment.ts';
import { namesHelp, readPerson } from './person.ts';
import { publishLists } from './published.ts';
import { recordStatus, removeStatus } from './records.ts';

const green = 'green';
const statuses = z.enum([green, ...personStatus.options]);
const flags = { until: { type: 'string' }, ...deploymentFlags } as const;

export const status: CodesCommand = {
  name: 'status',
  usage: `NAME|CODE ${statuses.options.join('|')} [--until TIME] [--aws]`,
  about: [
    'what gates do with a person: yellow: have a guard look; red: refuse; quarantined: let in and not out; green: nothing.',
    `${namesHelp};`,
    'with --until it ends by itself, at the end of that hour',
  ],
  async run(argv) {
    const { values, positionals } = readFlags(argv, flags, 2);
    const [operand, asked] = positionals;
    const chosen = statuses.safeParse(asked);
    if (operand === undefined || !chosen.success) {
      throw new UsageError(`status takes a name or a code, and one of ${statuses.options.join(', ')}.`);
    }
    const untilMs = values.until === undefined ? undefined : readTime('until', values.until) * 1_000;
    if (untilMs !== undefined && untilMs <= Date.now()) throw new UsageError('--until takes a time that is to come.');
    const name = readPerson(await readOperand(operand));
    return inDeployment(values, async (deployment) => {
      const state = stateOf(deployment);
      await (chosen.data === green
        ? removeStatus(state, name)
        : recordStatus(state, name, { status: chosen.data, untilMs }, Date.now()));
      const versions = await publishLists(deployment);
      print(`${chosen.data}; gates have statuses version ${versions.statuses}.`);
      return exitCodes.done;
    });
  },
};
