import { listDevices } from '../inventory.ts';
import { printJson, printTable } from '../print.ts';
import { fleetCommand } from './define.ts';

export const list = fleetCommand({
  name: 'list',
  usage: '[--json]',
  about: ['all devices: place, connection, last heartbeat, sensor, age of its lists, where it stands, disabled or not'],
  flags: { json: { type: 'boolean', default: false } },
  operandsMax: 0,
  async run(deployment, { json }) {
    const devices = await listDevices(deployment);
    if (json) return printJson(devices);
    printTable(
      ['id', 'district', 'community', 'connected', 'last heartbeat', 'sensor', 'lists', 'stands at', 'disabled'],
      devices.map(
        ({ deviceId, district, community, connected, lastHeartbeatAt, sensor, listsAgeS, position, disabled }) => [
          deviceId,
          district,
          community,
          connected ? 'yes' : 'no',
          lastHeartbeatAt ?? '-',
          sensor ?? '-',
          listsAge(listsAgeS),
          position ? `${position.latitude},${position.longitude}` : '-',
          disabled ?? '-',
        ],
      ),
    );
  },
});

/** At the last heartbeat. */
function listsAge(listsAgeS: number | null | undefined): string {
  if (listsAgeS === undefined) return '-';
  return listsAgeS === null ? 'missing' : `${listsAgeS} s old`;
}
