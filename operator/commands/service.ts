import { UsageError } from '../../domain/errors.ts';
import { revokeDevice } from '../enrolment.ts';
import { disableGate, enableGate, stateOf } from '../gate-records.ts';
import { findDevice } from '../inventory.ts';
import { print } from '../print.ts';
import { deviceCommand } from './define.ts';

/** Taking a device out of service, and back. */
export const disable = deviceCommand({
  name: 'disable',
  usage: 'ID --why TEXT',
  about: ['what it sends goes to quarantine from now on'],
  flags: { why: { type: 'string' } },
  async run(deployment, deviceId, { why }) {
    if (!why) throw new UsageError('disable needs --why, so that the next operator knows.');
    await disableGate(stateOf(deployment), deviceId, why, Date.now());
    print(`${deviceId} is disabled: what it sends goes to quarantine.`);
  },
});

export const enable = deviceCommand({
  name: 'enable',
  usage: 'ID',
  about: ['takes it into service again'],
  flags: {},
  async run(deployment, deviceId) {
    await findDevice(deployment, deviceId);
    const wasDisabled = await enableGate(stateOf(deployment), deviceId);
    print(wasDisabled ? `${deviceId} is in service again.` : `${deviceId} was in service all the time.`);
  },
});

export const revoke = deviceCommand({
  name: 'revoke',
  usage: 'ID',
  about: ['its certificates are worth nothing any more'],
  flags: {},
  async run(deployment, deviceId) {
    const revoked = await revokeDevice(deployment.clients.iot, deviceId);
    print(`${deviceId}: ${revoked} certificate${revoked === 1 ? '' : 's'} revoked; it cannot connect any more.`);
    print('  An open connection is ended: on this machine at once, by AWS within minutes.');
    print('  Passes that the broker took before are stored all the same, and their alerts are raised.');
    print(`  To keep them out: npm run gates -- disable ${deviceId} --why TEXT`);
  },
});
