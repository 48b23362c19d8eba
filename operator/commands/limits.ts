import { readNumber } from '../../cli/command.ts';
import { UsageError } from '../../domain/errors.ts';
import { outcomeLimits } from '../../domain/limits/screening.ts';
import type { GateConfig } from '../../domain/messages/config.ts';
import { id, type Site } from '../../domain/messages/fields.ts';
import { chooseLimit, type SiteRecord, siteRecords } from '../../domain/screening/outcomes-at-limit.ts';
import { configureGate } from '../configuration.ts';
import type { Deployment } from '../deployment.ts';
import type { Device } from '../enrolment.ts';
import { latestConfig, stateOf } from '../gate-records.ts';
import { gatesOf } from '../inventory.ts';
import { explainChoice, limitRows, printNotes, printRows } from '../limits-report.ts';
import { readOutcomes } from '../outcomes.ts';
import { print, printJson } from '../print.ts';
import { fleetCommand } from './define.ts';

export const limits = fleetCommand({
  name: 'limits',
  usage: 'COMMUNITY [--days N] [--gate ID] [--alarms-per-hour N [--apply]] [--json]',
  about: [
    'what each limit would have done with the people of the last days (7): alarms, how many were right, known misses;',
    '--alarms-per-hour: the lowest limit with no more of them at any gate; --apply gives it to the gates',
  ],
  flags: {
    days: { type: 'string', default: '7' },
    gate: { type: 'string' },
    'alarms-per-hour': { type: 'string' },
    apply: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
  operandsMax: 1,
  async run(deployment, { days: daysText, gate, 'alarms-per-hour': load, apply, json }, community) {
    if (community === undefined || !id.safeParse(community).success) {
      throw new UsageError('limits takes the id of a community, such as xixi.');
    }
    const days = readNumber('days', daysText, { min: 1, max: outcomeLimits.daysMax, whole: true });
    if (apply && load === undefined) throw new UsageError('--apply needs --alarms-per-hour.');
    const loadMax = load === undefined ? undefined : readNumber('alarms-per-hour', load, { min: 0.01, max: 1_000 });
    const held = await heldConfigs(deployment, community, gate);
    const recorded = await readOutcomes(deployment, { community, gate, days }, Date.now(), tellProgress);
    const records = siteRecords(recorded.outcomes);
    if (records.length === 0) {
      throw new UsageError(`Nobody passed in ${gate ?? community} in ${days} days who could be compared.`);
    }
    for (const record of records) {
      const rows = limitRows(
        record,
        [...held.values()].map(({ limitC }) => limitC[record.site]),
      );
      if (json) printJson(rows);
      else printRows(record, rows);
    }
    if (!json) printNotes(recorded);
    if (loadMax === undefined) return;
    const chosen = choose(records, loadMax, json);
    if (apply) await give(deployment, held, chosen, json);
  },
});

function tellProgress(read: number): void {
  process.stderr.write(`${read} passes read\n`);
}

/** The gates that are asked about, with what each was told last. */
async function heldConfigs(deployment: Deployment, community: string, gate: string | undefined) {
  const gates = (await gatesOf(deployment, community)).filter(
    ({ deviceId }) => gate === undefined || deviceId === gate,
  );
  if (gates.length === 0) {
    throw new UsageError(
      `No gate ${gate ? `${gate} ` : ''}is enrolled in ${community}; "npm run gates -- list" shows all.`,
    );
  }
  const held = new Map<Device, GateConfig>();
  for (const one of gates) held.set(one, await latestConfig(stateOf(deployment), one.deviceId));
  return held;
}

/** @throws UsageError when no limit can be chosen at any site. */
function choose(records: readonly SiteRecord[], loadMax: number, json: boolean): Partial<Record<Site, number>> {
  const chosen: Partial<Record<Site, number>> = {};
  const said: string[] = [];
  for (const record of records) {
    const choice = chooseLimit(record, loadMax);
    said.push(...explainChoice(record, choice, loadMax));
    if ('limitC' in choice) chosen[record.site] = choice.limitC;
  }
  if (Object.keys(chosen).length === 0) throw new UsageError(said.join(' '));
  if (json) printJson([{ chosenC: chosen }]);
  else for (const line of said) print(line);
  return chosen;
}

async function give(
  deployment: Deployment,
  held: ReadonlyMap<Device, GateConfig>,
  chosen: Partial<Record<Site, number>>,
  json: boolean,
): Promise<void> {
  const parts = { state: stateOf(deployment), iotData: deployment.clients.iotData };
  for (const [gate, { version, limitC }] of held) {
    const next = { ...limitC, ...chosen };
    const hasIt = next.face === limitC.face && next.forehead === limitC.forehead;
    const config = hasIt ? { version } : await configureGate(parts, gate, { limitC: chosen }, Date.now());
    if (json) printJson([{ gate: gate.deviceId, configVersion: config.version }]);
    else print(`${gate.deviceId} has it ${hasIt ? 'already, ' : ''}by config ${config.version}.`);
  }
}
