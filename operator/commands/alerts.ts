import { stateOf } from '../gate-records.ts';
import { listOpenAlerts } from '../open-alerts.ts';
import { print, printJson, printTable } from '../print.ts';
import { fleetCommand } from './define.ts';

export const alerts = fleetCommand({
  name: 'alerts',
  usage: '[--json]',
  about: ['alerts that nobody has resolved, by community'],
  flags: { json: { type: 'boolean', default: false } },
  operandsMax: 0,
  async run(deployment, { json }) {
    const open = await listOpenAlerts(stateOf(deployment));
    if (json) return printJson(open);
    if (open.length === 0) return print('No alert is open.');
    printTable(
      ['district', 'community', 'raised at', 'alert', 'gate', 'state', 'late', 'seen'],
      open.map(({ district, community, raisedAt, kind, gate, state, late, detail }) => [
        district,
        community,
        raisedAt,
        kind,
        gate,
        state,
        late ? 'late' : '-',
        detail ?? '-',
      ]),
    );
  },
});
