import { readNumber } from '../../cli/command.ts';
import { UsageError } from '../../domain/errors.ts';
import { outcomeLimits } from '../../domain/limits.ts';
import { id } from '../../domain/messages/fields.ts';
import {
  type AtLimit,
  atLimit,
  chooseLimit,
  type SiteRecord,
  siteRecords,
  steps,
} from '../../domain/screening/outcomes-at-limit.ts';
import { configureGate } from '../configuration.ts';
import type { Deployment } from '../deployment.ts';
import { findDevice } from '../inventory.ts';
import { readOutcomes } from '../outcomes.ts';
import { print, printJson, printTable } from '../print.ts';
import { fleetCommand, stateOf } from './define.ts';

export const limits = fleetCommand({
  name: 'limits',
  usage: 'COMMUNITY [--days N] [--alarms-per-hour N [--apply]] [--json]',
  about: [
    'what each limit would have done with the people of the last days (7): alarms, how many were right, known misses;',
    '--alarms-per-hour: the lowest limit with no more of them at any gate; --apply gives it to the gates',
  ],
  flags: {
    days: { type: 'string', default: '7' },
    'alarms-per-hour': { type: 'string' },
    apply: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
  operandsMax: 1,
  async run(deployment, values, community) {
    if (!id.safeParse(community).success || community === undefined) {
      throw new UsageError('limits takes the id of a community, such as xixi.');
    }
    const days = readNumber('days', values.days, { min: 1, max: outcomeLimits.daysMax, whole: true });
    const load = values['alarms-per-hour'];
    if (values.apply && load === undefined) throw new UsageError('--apply needs --alarms-per-hour.');
    const loadMax = load === undefined ? undefined : readNumber('alarms-per-hour', load, { min: 0.01, max: 1_000 });
    const records = siteRecords(await readOutcomes(deployment, community, days, Date.now()));
    if (records.length === 0) throw new UsageError(`Nobody passed in ${community} in ${days} days who was compared.`);
    for (const record of records) {
      const { comparedFromC, comparedToC, comparedStepC } = outcomeLimits;
      const rows = steps(comparedFromC, comparedToC, comparedStepC).map((limitC) => atLimit(record, limitC));
      if (values.json) printJson(rows.map((row) => ({ site: record.site, ...row })));
      else report(record, rows);
      if (loadMax !== undefined) await choose(deployment, record, loadMax, values.apply);
    }
  },
});

function report({ site, people, hours, confirmed, askedFromC }: SiteRecord, rows: readonly AtLimit[]): void {
  print(`${site}: ${people} people in ${hours} gate hours, ${confirmed} confirmed fevers; who was`);
  print(`${askedFromC.toFixed(2)} °C or more above the people just before was to be measured. Below that nobody was,`);
  print('so fevers missed there are not known.');
  printTable(
    ['limit °C', 'alarms', 'an hour', 'at the busiest gate', 'of 1,000', 'measured', 'right (95 %)', 'known missed'],
    rows.map((row) => [
      row.limitC.toFixed(2),
      String(row.alarms),
      row.alarmsPerHour.toFixed(2),
      `${row.most.alarmsPerHour.toFixed(2)} ${row.most.gate}`,
      String(Math.round(1_000 * row.alarmsPerPerson)),
      row.measured === null ? 'not known' : String(row.measured),
      row.right ? `${percent(row.right.share)} (${row.right.interval.map(percent).join('–')})` : 'not known',
      String(row.knownMissed),
    ]),
  );
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

async function choose(deployment: Deployment, record: SiteRecord, loadMax: number, apply: boolean): Promise<void> {
  const { site, byGate } = record;
  const choice = chooseLimit(record, loadMax);
  if ('none' in choice) throw new UsageError(`${site}: no limit can be chosen: ${whyNot(choice, loadMax)}.`);
  const { limitC } = choice;
  print(`${site}: ${limitC.toFixed(2)} °C is the lowest limit with at most ${loadMax} alarms an hour at every gate.`);
  if (!apply) return;
  for (const gate of byGate.keys()) {
    const parts = { state: stateOf(deployment), iotData: deployment.clients.iotData };
    const device = await findDevice(deployment, gate);
    const config = await configureGate(parts, device, { limitC: { [site]: limitC } }, Date.now());
    print(`${gate} has config ${config.version}.`);
  }
}

function whyNot(choice: Exclude<ReturnType<typeof chooseLimit>, { limitC: number }>, loadMax: number): string {
  if (choice.none === 'too-little') {
    const { choicePeopleMin, choiceHoursMin } = outcomeLimits;
    return `it takes ${choicePeopleMin} people, and ${choiceHoursMin} hours at a gate; take more --days`;
  }
  const { gate, alarmsPerHour } = choice.most;
  return `even the highest makes ${alarmsPerHour.toFixed(2)} alarms an hour at ${gate}, more than ${loadMax}`;
}
