import { UsageError } from '../../domain/errors.ts';
import { type Position, position } from '../../domain/findings/position.ts';
import { alertsTopic, ingestTopic } from '../../domain/topics.ts';
import { type Device, enrolGate, enrolPost } from '../enrolment.ts';
import { recordGate, stateOf } from '../gate-records.ts';
import { print } from '../print.ts';
import { deviceCommand } from './define.ts';

export const enrol = deviceCommand({
  name: 'enrol',
  usage: 'ID --district D --community C [--at LAT,LON] [--post] [--out DIR]',
  about: [
    'gives a gate (with --post: a guard post, guard-…) a name, a key and a certificate;',
    'running it again changes nothing; --at says where a gate stands, in degrees, by the same map for all gates',
  ],
  flags: {
    district: { type: 'string' },
    community: { type: 'string' },
    at: { type: 'string' },
    post: { type: 'boolean', default: false },
    out: { type: 'string' },
  },
  async run(deployment, deviceId, { district, community, at, post, out = deployment.devicesFolder }) {
    if (!district || !community) throw new UsageError('enrol needs --district and --community.');
    if (post && at !== undefined) throw new UsageError('--at is for gates; a guard post stands nowhere.');
    const standsAt = at === undefined ? undefined : readPosition(at);
    const device: Device = { deviceId, district, community };
    const { iot } = deployment.clients;
    const files = post ? await enrolPost(iot, device, out) : await enrolGate(iot, device, out);
    if (!post) await recordGate(stateOf(deployment), device, standsAt);
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

const degrees = /^(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)$/;

/** `LAT,LON`. The other way round, most of China is refused: no latitude is above 90. */
function readPosition(text: string): Position {
  const [, latitude, longitude] = degrees.exec(text) ?? [];
  const read = position.safeParse({ latitude: Number(latitude), longitude: Number(longitude) });
  if (read.success) return read.data;
  throw new UsageError(`--at takes latitude and longitude in degrees, such as 30.2741,120.1551, not "${text}".`);
}
