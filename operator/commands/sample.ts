import { findDevice } from '../inventory.ts';
import { print } from '../print.ts';
import { samplePasses } from '../sample.ts';
import { deviceCommand } from './define.ts';

export const sample = deviceCommand({
  name: 'sample',
  usage: 'ID [--fever]',
  about: ['prints a message with one pass, ready for mosquitto_pub --stdin-file'],
  flags: { fever: { type: 'boolean', default: false } },
  async run(deployment, deviceId, { fever }) {
    await findDevice(deployment, deviceId);
    print(JSON.stringify(samplePasses(Date.now(), fever === true)));
  },
});
