import { UsageError } from '../../domain/errors.ts';
import { alertsTopic, ingestTopic } from '../../domain/topics.ts';
import { type Device, enrolGate, enrolPost } from '../enrolment.ts';
import { recordGate } from '../gate-records.ts';
import { print } from '../print.ts';
import { deviceCommand, stateOf } from './define.ts';

export const enrol = deviceCommand({
  name: 'enrol',
  usage: 'ID --district D --community C [--post] [--out DIR]',
  about: [
    'gives a gate (with --post: a guard post, guard-…) a name, a key and a certificate;',
    'running it again changes nothing',
  ],
  flags: {
    district: { type: 'string' },
    community: { type: 'string' },
    post: { type: 'boolean', default: false },
    out: { type: 'string' },
  },
  async run(deployment, deviceId, { district, community, post, out = deployment.devicesFolder }) {
    if (!district || !community) throw new UsageError('enrol needs --district and --community.');
    const device: Device = { deviceId, district, community };
    const { iot } = deployment.clients;
    const files = post ? await enrolPost(iot, device, out) : await enrolGate(iot, device, out);
    if (!post) await recordGate(stateOf(deployment), device);
    const { host, port, caFile } = deployment.mqtts;
    print(`${deviceId} is enrolled.`);
    print(`  connect to   mqtts://${host}:${port} with client id ${deviceId}`);
    print(`  key          ${files.keyFile}`);
    print(`  certificate  ${files.certificateFile}`);
    if (caFile) print(`  server CA    ${caFile}`);
    if (post) print(`  hears        ${alertsTopic(device)}`);
    else print(`  publishes    ${ingestTopic({ community, gate: deviceId }, 'passes')}`);
  },
});
