import { listDevices } from '../inventory.ts';
import { printJson, printTable } from '../print.ts';
import { fleetCommand } from './define.ts';

export const list = fleetCommand({
  name: 'list',
  usage: '[--json]',
  about: ['all devices: place, connection, last heartbeat, where it stands, disabled or not'],
  flags: { json: { type: 'boolean', default: false } },
  operandsMax: 0,
  async run(deployment, { json }) {
    const devices = await listDevices(deployment);
    if (json) return printJson(devices);
    printTable(
      ['id', 'district', 'community', 'connected', 'last heartbeat', 'stands at', 'disabled'],
      devices.map(({ deviceId, district, community, connected, lastHeartbeatAt, position, disabled }) => [
        deviceId,
        district,
        community,
        connected ? 'yes' : 'no',
        lastHeartbeatAt ?? '-',
        position ? `${position.latitude},${position.longitude}` : '-',
        disabled ?? '-',
      ]),
    );
  },
});
