import {
  AttachPolicyCommand,
  AttachThingPrincipalCommand,
  CreateCertificateFromCsrCommand,
  CreateThingCommand,
  DescribeCertificateCommand,
  type IoTClient,
  ListThingPrincipalsCommand,
  ResourceAlreadyExistsException,
  ResourceNotFoundException,
  UpdateCertificateCommand,
} from '@aws-sdk/client-iot';
import { UsageError } from '../domain/errors.ts';
import { id } from '../domain/messages/fields.ts';
import { iotPolicyNames, thingAttributes } from '../domain/names.ts';
import {
  certificateIdOf,
  createSigningRequest,
  type DeviceFiles,
  deviceFiles,
  readCertificate,
  writePrivately,
} from './certificates.ts';

export interface Device {
  /** Thing name = client id. Guard posts start with `guard-`. */
  deviceId: string;
  district: string;
  community: string;
}

/** Prefix of everything that hears alerts; no gate may be called so. */
const postPrefix = 'guard-';

export const isPost = (deviceId: string): boolean => deviceId.startsWith(postPrefix);

/**
 * Enrols a gate, or finds it enrolled: thing with its place as attributes, key and certificate from a signing
 * request, policy. Running it twice changes nothing.
 * @returns where key and certificate are.
 * @throws UsageError on a bad id, or when the name is taken by a device at another place.
 */
export async function enrolGate(iot: IoTClient, gate: Device, folder: string): Promise<DeviceFiles> {
  if (isPost(gate.deviceId)) {
    throw new UsageError(`"${gate.deviceId}" is no name for a gate: "${postPrefix}" is for guard posts (--post).`);
  }
  return enrol(iot, gate, folder, iotPolicyNames.gate);
}

/** Enrols a guard post: a device with a certificate that hears the alerts of its community and says nothing. */
export async function enrolPost(iot: IoTClient, post: Device, folder: string): Promise<DeviceFiles> {
  if (!isPost(post.deviceId)) {
    throw new UsageError(
      `A guard post's name starts with "${postPrefix}", for instance ${postPrefix}${post.deviceId}.`,
    );
  }
  return enrol(iot, post, folder, iotPolicyNames.post);
}

async function enrol(iot: IoTClient, device: Device, folder: string, policyName: string): Promise<DeviceFiles> {
  checkIds(device);
  await createThing(iot, device);
  const files = deviceFiles(folder, device.deviceId);
  const held = await readCertificate(files);
  const arn = (held && (await activeCertificateArn(iot, held))) ?? (await obtainCertificate(iot, device, files));
  // Both are idempotent, so that an enrolment that broke off in the middle is finished by running it again.
  // EXCLUSIVE_THING: the certificate speaks for this thing and can be attached to no other.
  await iot.send(
    new AttachThingPrincipalCommand({
      thingName: device.deviceId,
      principal: arn,
      thingPrincipalType: 'EXCLUSIVE_THING',
    }),
  );
  await iot.send(new AttachPolicyCommand({ policyName, target: arn }));
  return files;
}

function checkIds({ deviceId, district, community }: Device): void {
  for (const [name, value] of Object.entries({ id: deviceId, district, community })) {
    if (!id.safeParse(value).success) {
      throw new UsageError(`"${value}" is no ${name}: it takes ${id.description}.`);
    }
  }
}

async function createThing(iot: IoTClient, { deviceId, district, community }: Device): Promise<void> {
  const attributes = { [thingAttributes.district]: district, [thingAttributes.community]: community };
  try {
    await iot.send(new CreateThingCommand({ thingName: deviceId, attributePayload: { attributes } }));
  } catch (error) {
    // The same name with the same attributes is no error; with others it is somebody else.
    if (!(error instanceof ResourceAlreadyExistsException)) throw error;
    throw new UsageError(`${deviceId} is enrolled at another place already; choose another name, or move it by hand.`);
  }
}

async function activeCertificateArn(iot: IoTClient, pem: string): Promise<string | undefined> {
  try {
    const found = await iot.send(new DescribeCertificateCommand({ certificateId: certificateIdOf(pem) }));
    const { status, certificateArn } = found.certificateDescription ?? {};
    return status === 'ACTIVE' ? certificateArn : undefined;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

async function obtainCertificate(iot: IoTClient, device: Device, files: DeviceFiles): Promise<string> {
  const certificateSigningRequest = await createSigningRequest(files, device.deviceId);
  const issued = await iot.send(new CreateCertificateFromCsrCommand({ certificateSigningRequest, setAsActive: true }));
  const { certificatePem, certificateArn } = issued;
  if (!certificatePem || !certificateArn)
    throw new UsageError(`IoT Core issued no certificate for ${device.deviceId}.`);
  await writePrivately(files.certificateFile, certificatePem);
  return certificateArn;
}

/**
 * Revokes every certificate of a device: it cannot connect any more. On AWS its open connection ends within
 * minutes, locally at once.
 * @returns how many certificates were revoked.
 * @throws UsageError when there is no such device.
 */
export async function revokeDevice(iot: IoTClient, deviceId: string): Promise<number> {
  const principals = await listPrincipals(iot, deviceId);
  for (const principal of principals) {
    const certificateId = principal.slice(principal.lastIndexOf('/') + 1);
    await iot.send(new UpdateCertificateCommand({ certificateId, newStatus: 'REVOKED' }));
  }
  return principals.length;
}

async function listPrincipals(iot: IoTClient, thingName: string): Promise<string[]> {
  try {
    const { principals } = await iot.send(new ListThingPrincipalsCommand({ thingName }));
    return principals ?? [];
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    throw new UsageError(`No device is called ${thingName}; "npm run gates -- list" shows those there are.`);
  }
}
