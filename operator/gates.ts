import { exitCodes, readFlags, readNumber, runCommand } from '../cli/command.ts';
import { UsageError } from '../domain/errors.ts';
import { alertsTopic, ingestTopic } from '../domain/topics.ts';
import { configureGate } from './configuration.ts';
import { connectToDeployment, type Deployment } from './deployment.ts';
import { type Device, enrolGate, enrolPost, revokeDevice } from './enrolment.ts';
import { disableGate, enableGate, recordGate, type StateTable } from './gate-records.ts';
import { findDevice, listDevices } from './inventory.ts';
import { samplePasses } from './sample.ts';

const help = `npm run gates -- COMMAND [ID] [--aws]

  enrol ID --district D --community C [--post] [--out DIR]
                    gives a gate (with --post: a guard post, guard-…) a name, a key and a certificate;
                    running it again changes nothing
  list              all devices: place, connection, last heartbeat, disabled or not
  configure ID [--linger-s N] [--passes-per-message N] [--heartbeat-s N] [--limit-face C] [--limit-forehead C]
                    gives a gate its next config
  disable ID --why TEXT    what it sends goes to quarantine from now on
  enable ID                takes it into service again
  revoke ID                its certificates are worth nothing any more
  sample ID [--fever]      prints a message with one pass, ready for mosquitto_pub --stdin-file

  --aws     the stack on AWS; without it, the one that runs on this machine
  --json    list: one JSON object a line
  --help    this text

Exit code 0: done. 2: it could not be done; one line says why.
`;

const flags = {
  aws: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  post: { type: 'boolean', default: false },
  fever: { type: 'boolean', default: false },
  district: { type: 'string' },
  community: { type: 'string' },
  out: { type: 'string' },
  why: { type: 'string' },
  'linger-s': { type: 'string' },
  'passes-per-message': { type: 'string' },
  'heartbeat-s': { type: 'string' },
  'limit-face': { type: 'string' },
  'limit-forehead': { type: 'string' },
} as const;

type Flags = ReturnType<typeof readFlags<typeof flags>>['values'];

const commands: Record<string, (deployment: Deployment, ids: readonly string[], flags: Flags) => Promise<void>> = {
  enrol,
  list,
  configure,
  disable,
  enable: async (deployment, ids) => {
    await enableGate(stateOf(deployment), onlyId(ids));
    print(`${onlyId(ids)} is in service again.`);
  },
  revoke: async (deployment, ids) => {
    const revoked = await revokeDevice(deployment.clients.iot, onlyId(ids));
    print(`${onlyId(ids)}: ${revoked} certificate${revoked === 1 ? '' : 's'} revoked.`);
  },
  sample: async (deployment, ids, { fever }) => {
    await findDevice(deployment, onlyId(ids));
    print(JSON.stringify(samplePasses(Date.now(), fever === true)));
  },
};

async function enrol(deployment: Deployment, ids: readonly string[], values: Flags): Promise<void> {
  const { district, community, post, out } = values;
  if (!district || !community) throw new UsageError('enrol needs --district and --community.');
  const device: Device = { deviceId: onlyId(ids), district, community };
  const folder = out ?? deployment.devicesFolder;
  const { iot } = deployment.clients;
  const files = post ? await enrolPost(iot, device, folder) : await enrolGate(iot, device, folder);
  if (!post) await recordGate(stateOf(deployment), device);
  const { host, port, caFile } = deployment.mqtts;
  print(`${device.deviceId} is enrolled.`);
  print(`  connect to   mqtts://${host}:${port} with client id ${device.deviceId}`);
  print(`  key          ${files.keyFile}`);
  print(`  certificate  ${files.certificateFile}`);
  if (caFile) print(`  server CA    ${caFile}`);
  if (post) print(`  hears        ${alertsTopic({ district, community })}`);
  else print(`  publishes    ${ingestTopic({ community, gate: device.deviceId }, 'passes')}`);
}

async function list(deployment: Deployment, _ids: readonly string[], { json }: Flags): Promise<void> {
  const devices = await listDevices(deployment);
  if (json) {
    for (const device of devices) print(JSON.stringify(device));
    return;
  }
  print(row(['id', 'district', 'community', 'connected', 'last heartbeat', 'disabled']));
  for (const { deviceId, district, community, connected, lastHeartbeatAt, disabled } of devices) {
    print(row([deviceId, district, community, connected ? 'yes' : 'no', lastHeartbeatAt ?? '-', disabled ?? '-']));
  }
}

const columnCharacters = [34, 16, 24, 10, 26, 20];

function row(cells: readonly string[]): string {
  return cells
    .map((cell, column) => cell.padEnd(columnCharacters[column] ?? 0))
    .join('')
    .trimEnd();
}

async function configure(deployment: Deployment, ids: readonly string[], values: Flags): Promise<void> {
  const gate = await findDevice(deployment, onlyId(ids));
  const state = stateOf(deployment);
  const whole = (flag: keyof Flags & string) => readOptional(flag, values[flag], { min: 0, max: 100_000, whole: true });
  const celsius = (flag: keyof Flags & string) => readOptional(flag, values[flag], { min: 0.1, max: 5 });
  const config = await configureGate(
    { state, iotData: deployment.clients.iotData },
    gate,
    {
      lingerS: whole('linger-s'),
      passesPerMessage: whole('passes-per-message'),
      heartbeatS: whole('heartbeat-s'),
      limitFaceC: celsius('limit-face'),
      limitForeheadC: celsius('limit-forehead'),
    },
    Date.now(),
  );
  print(`${gate.deviceId} has config ${config.version}: ${JSON.stringify(config)}`);
}

function readOptional(flag: string, text: unknown, bounds: Parameters<typeof readNumber>[2]): number | undefined {
  return typeof text === 'string' ? readNumber(flag, text, bounds) : undefined;
}

async function disable(deployment: Deployment, ids: readonly string[], { why }: Flags): Promise<void> {
  if (!why) throw new UsageError('disable needs --why, so that the next operator knows.');
  await disableGate(stateOf(deployment), onlyId(ids), why, Date.now());
  print(`${onlyId(ids)} is disabled: what it sends goes to quarantine.`);
}

function stateOf(deployment: Deployment): StateTable {
  return { dynamodb: deployment.clients.dynamodb, tableName: deployment.outputs.stateTable };
}

function onlyId(ids: readonly string[]): string {
  const [id, ...more] = ids;
  if (id === undefined || more.length > 0) throw new UsageError('This command takes one device id.');
  return id;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

await runCommand(async (argv) => {
  const { values, positionals } = readFlags(argv, flags);
  const [name, ...ids] = positionals;
  if (values.help || name === undefined) {
    process.stdout.write(help);
    return values.help ? exitCodes.done : exitCodes.cannot;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new UsageError(`There is no command "${name}"; --help lists what there is.`);
  const deployment = await connectToDeployment({ aws: values.aws });
  try {
    await command(deployment, ids, values);
    return exitCodes.done;
  } finally {
    deployment.close();
  }
});
