import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { exitCodes, readFlags, readNumber, runCommand } from '../cli/command.ts';
import { checkWritable } from '../cli/report-file.ts';
import { UsageError } from '../domain/errors.ts';
import { choose } from './choose.ts';
import { camerasOf, evaluate } from './evaluate.ts';
import { isFeverish, type Person, readPeople } from './people.ts';
import { plot } from './plot.ts';
import { asJson, choiceTable, table } from './report.ts';
import { rules } from './rules.ts';

const defaults = { seed: 11, draws: 1_000 } as const;
const bounds = {
  seed: { min: 0, max: 2 ** 32 - 1, whole: true },
  bootstrap: { min: 10, max: 100_000, whole: true },
} as const;

const help = `npm run screening -- --data FILE [--json OUT.json] [--svg OUT.svg] [--seed S] [--bootstrap N] [--choose]

What the screening rules find on real people, whose true temperature an oral thermometer measured.

  --data FILE     CSV with a line for each person and camera: subject, date, time, camera, tmax_r1…r4,
                  forehead_r1…r4, canthi_r1…r4 and oral_m in °C; an empty cell is a missing reading
  --json FILE     all results: auc, sensitivity, falseAlarmsPer1000 by camera, site, rule and scenario
  --svg FILE      the ROC curves, drawn
  --seed S        of the stream of people, its disturbances and the resampling (default ${defaults.seed})
  --bootstrap N   draws for the 95 % intervals (default ${defaults.draws})
  --choose        compare more rules for the face, each judged on days that it was not chosen on (slow)
  --help          this text

Rules
${rules.map(({ id, about }) => `  ${id.padEnd(16)}${about}`).join('\n')}
`;

await runCommand(async (argv) => {
  const { values } = readFlags(argv, {
    data: { type: 'string' },
    json: { type: 'string' },
    svg: { type: 'string' },
    seed: { type: 'string' },
    bootstrap: { type: 'string' },
    choose: { type: 'boolean' },
    help: { type: 'boolean' },
  });
  if (values.help) {
    process.stdout.write(help);
    return exitCodes.done;
  }
  if (values.data === undefined) throw new UsageError('--data FILE is missing; --help says what it holds.');
  const seed = readNumber('seed', values.seed ?? `${defaults.seed}`, bounds.seed);
  const draws = readNumber('bootstrap', values.bootstrap ?? `${defaults.draws}`, bounds.bootstrap);
  if (!existsSync(values.data)) throw new UsageError(`There is no file ${values.data}; --data takes a CSV.`);
  for (const file of [values.json, values.svg]) if (file !== undefined) checkWritable(file);
  const people = readPeople(readFileSync(values.data, 'utf8'));
  refuseOneSided(people);
  if (values.choose) {
    process.stdout.write(choiceTable(choose(people, { seed, draws })));
    return exitCodes.done;
  }
  const results = evaluate(people, { seed, draws });
  process.stdout.write(table(results));
  if (values.json !== undefined) writeFileSync(values.json, asJson(results, { seed, draws }));
  if (values.svg !== undefined) writeFileSync(values.svg, plot(results));
  return exitCodes.done;
});

/** Without people of both kinds there is nothing to tell apart. */
function refuseOneSided(people: readonly Person[]): void {
  if (people.length === 0) throw new UsageError('The file holds nobody with a true temperature (oral_m).');
  for (const camera of camerasOf(people)) {
    const ofCamera = people.filter((person) => person.camera === camera);
    const feverish = ofCamera.filter(isFeverish).length;
    if (feverish === 0 || feverish === ofCamera.length) {
      const who = feverish === 0 ? 'nobody with' : 'nobody without';
      throw new UsageError(`${camera} has measured ${who} a fever (oral_m of 37.5 °C or more); both are needed.`);
    }
  }
}
