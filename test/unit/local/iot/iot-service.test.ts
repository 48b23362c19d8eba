// Goal: the registry answers @aws-sdk/client-iot as IoT Core does, for what the operators' commands use and a little more.
// Method: the real SDK client against the endpoint, with the real registry and authority behind it.

import {
  AttachPolicyCommand,
  AttachThingPrincipalCommand,
  CreateCertificateFromCsrCommand,
  CreateThingCommand,
  CreateThingGroupCommand,
  DeleteCertificateCommand,
  DeleteThingCommand,
  DescribeCertificateCommand,
  DescribeEndpointCommand,
  DescribeThingCommand,
  DetachPolicyCommand,
  DetachThingPrincipalCommand,
  IoTClient,
  ListAttachedPoliciesCommand,
  ListPrincipalThingsCommand,
  ListThingPrincipalsCommand,
  ListThingPrincipalsV2Command,
  paginateListThings,
  UpdateCertificateCommand,
  UpdateThingCommand,
} from '@aws-sdk/client-iot';
import { describe, expect, it } from 'vitest';
import { iotPolicyNames } from '../../../../domain/names.ts';
import { createIotService } from '../../../../local/aws/iot/service.ts';
import { systemClock } from '../../../../local/clock.ts';
import { createCertificateAuthority } from '../../../../local/iot/authority.ts';
import { createRegistry } from '../../../../local/iot/registry.ts';
import { createSigningRequest, deviceFiles } from '../../../../operator/certificates.ts';
import { enrolGate, revokeDevice } from '../../../../operator/enrolment.ts';
import { clientConfig, openTestDatabase, startEndpoint, temporaryFolder, workerKey } from '../aws/endpoint.ts';
import { place } from './start-broker.ts';

async function startIot(folder = temporaryFolder()) {
  const database = openTestDatabase(folder);
  const registry = createRegistry(database);
  const service = createIotService({
    registry,
    authority: await createCertificateAuthority(folder, systemClock),
    policies: [{ name: iotPolicyNames.gate, statements: [] }],
    place,
    clock: systemClock,
    deviceHost: '127.0.0.1',
  });
  const { endpoint } = await startEndpoint([service]);
  const iot = new IoTClient(clientConfig(endpoint));
  const issue = async (name: string) => {
    const certificateSigningRequest = await createSigningRequest(deviceFiles(folder, name), name);
    const issued = await iot.send(
      new CreateCertificateFromCsrCommand({ certificateSigningRequest, setAsActive: true }),
    );
    return { arn: issued.certificateArn ?? '', id: issued.certificateId ?? '' };
  };
  const create = (thingName: string, attributes = {}) =>
    iot.send(new CreateThingCommand({ thingName, attributePayload: { attributes } }));
  return { iot, endpoint, folder, registry, database, issue, create };
}

describe('things', () => {
  it('are created once; the same again is no error, others of the name are', async () => {
    const { iot, create } = await startIot();
    const made = await create('gate-1', { community: 'xixi' });
    expect(made.thingArn).toBe('arn:aws:iot:local-1:000000000000:thing/gate-1');
    expect(await create('gate-1', { community: 'xixi' })).toMatchObject({ thingId: made.thingId });
    await expect(create('gate-1', { community: 'other' })).rejects.toMatchObject({
      name: 'ResourceAlreadyExistsException',
      $metadata: { httpStatusCode: 409 },
    });
    expect(await iot.send(new DescribeThingCommand({ thingName: 'gate-1' }))).toMatchObject({
      attributes: { community: 'xixi' },
      version: 1,
    });
  });

  it('are updated whole or merged, at the expected version', async () => {
    const { iot, create } = await startIot();
    await create('gate-1', { a: '1', b: '2' });
    const update = (attributes: Record<string, string>, more: object = {}) =>
      iot.send(new UpdateThingCommand({ thingName: 'gate-1', attributePayload: { attributes, ...more } }));
    await update({ c: '3', a: '' }, { merge: true });
    expect((await iot.send(new DescribeThingCommand({ thingName: 'gate-1' }))).attributes).toEqual({ b: '2', c: '3' });
    await update({ d: '4' });
    expect((await iot.send(new DescribeThingCommand({ thingName: 'gate-1' }))).attributes).toEqual({ d: '4' });
    await expect(iot.send(new UpdateThingCommand({ thingName: 'gate-1', expectedVersion: 1 }))).rejects.toMatchObject({
      name: 'VersionConflictException',
    });
  });

  it('are listed in pages and by attribute', async () => {
    const { iot, create } = await startIot();
    for (const n of [5, 3, 1, 4, 2]) await create(`gate-${n}`, { community: n % 2 ? 'odd' : 'even' });
    const list = async (input: object) => {
      const names: (string | undefined)[] = [];
      for await (const { things = [] } of paginateListThings({ client: iot, pageSize: 2 }, input)) {
        names.push(...things.map((thing) => thing.thingName));
      }
      return names;
    };
    expect(await list({})).toEqual(['gate-1', 'gate-2', 'gate-3', 'gate-4', 'gate-5']);
    expect(await list({ attributeName: 'community', attributeValue: 'even' })).toEqual(['gate-2', 'gate-4']);
    await expect(list({ thingTypeName: 'x' })).rejects.toThrow('thingTypeName');
  });

  it.each(['no/slash', 'ü', 'x'.repeat(129)])('are not called %s', async (name) => {
    const { create } = await startIot();
    await expect(create(name)).rejects.toMatchObject({ name: 'InvalidRequestException' });
  });
});

describe('certificates', () => {
  it('are described, switched off and deleted in that order', async () => {
    const { iot, issue } = await startIot();
    const { id, arn } = await issue('gate-1');
    const describeIt = () => iot.send(new DescribeCertificateCommand({ certificateId: id }));
    const { certificateDescription } = await describeIt();
    expect(certificateDescription).toMatchObject({ certificateArn: arn, status: 'ACTIVE' });
    expect(certificateDescription?.creationDate?.getTime()).toBeCloseTo(Date.now(), -5);
    await expect(iot.send(new DeleteCertificateCommand({ certificateId: id }))).rejects.toMatchObject({
      name: 'CertificateStateException',
    });
    await iot.send(new UpdateCertificateCommand({ certificateId: id, newStatus: 'REVOKED' }));
    await iot.send(new DeleteCertificateCommand({ certificateId: id }));
    await expect(describeIt()).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      $metadata: { httpStatusCode: 404 },
    });
  });

  it('come from signing requests only', async () => {
    const { iot } = await startIot();
    await expect(
      iot.send(new CreateCertificateFromCsrCommand({ certificateSigningRequest: 'nonsense' })),
    ).rejects.toMatchObject({ name: 'InvalidRequestException' });
  });
});

describe('attachments', () => {
  it('of a certificate to a thing are listed from both ends', async () => {
    const { iot, create, issue } = await startIot();
    await create('gate-1');
    const { arn: principal } = await issue('gate-1');
    const thingName = 'gate-1';
    await iot.send(new AttachThingPrincipalCommand({ thingName, principal, thingPrincipalType: 'EXCLUSIVE_THING' }));
    expect((await iot.send(new ListThingPrincipalsCommand({ thingName }))).principals).toEqual([principal]);
    expect((await iot.send(new ListThingPrincipalsV2Command({ thingName }))).thingPrincipalObjects).toEqual([
      { principal, thingPrincipalType: 'EXCLUSIVE_THING' },
    ]);
    expect((await iot.send(new ListPrincipalThingsCommand({ principal }))).things).toEqual([thingName]);
    await expect(iot.send(new DeleteThingCommand({ thingName }))).rejects.toMatchObject({
      name: 'InvalidRequestException',
    });
    await iot.send(new DetachThingPrincipalCommand({ thingName, principal }));
    await iot.send(new DeleteThingCommand({ thingName }));
  });

  it('that are exclusive admit no second thing, in either order', async () => {
    const { iot, create, issue } = await startIot();
    await Promise.all([create('gate-1'), create('gate-2')]);
    const attach = (thingName: string, principal: string, thingPrincipalType?: 'EXCLUSIVE_THING') =>
      iot.send(new AttachThingPrincipalCommand({ thingName, principal, thingPrincipalType }));
    const [a, b] = [await issue('a'), await issue('b')];
    await attach('gate-1', a.arn, 'EXCLUSIVE_THING');
    await attach('gate-1', a.arn, 'EXCLUSIVE_THING');
    await expect(attach('gate-2', a.arn)).rejects.toThrow('exclusive');
    await attach('gate-1', b.arn);
    await expect(attach('gate-2', b.arn, 'EXCLUSIVE_THING')).rejects.toThrow('exclusive');
    await attach('gate-2', b.arn);
  });

  it('of policies are those of the template', async () => {
    const { iot, issue } = await startIot();
    const { arn: target } = await issue('gate-1');
    const policyName = iotPolicyNames.gate;
    await expect(iot.send(new AttachPolicyCommand({ policyName: 'other', target }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await iot.send(new AttachPolicyCommand({ policyName, target }));
    const attached = () => iot.send(new ListAttachedPoliciesCommand({ target }));
    expect((await attached()).policies).toEqual([
      { policyName, policyArn: `arn:aws:iot:local-1:000000000000:policy/${policyName}` },
    ]);
    await iot.send(new DetachPolicyCommand({ policyName, target }));
    expect((await attached()).policies).toEqual([]);
  });
});

it('the operators’ enrolment works, twice, and outlives a restart', async () => {
  const { iot, folder, database, registry } = await startIot();
  const gate = { deviceId: 'gate-1', district: 'yuhang', community: 'xixi' };
  await enrolGate(iot, gate, folder);
  await enrolGate(iot, gate, folder);
  expect(await revokeDevice(iot, 'gate-1')).toBe(1);
  const before = { things: registry.things(), principals: [...registry.principalsOf('gate-1')] };
  await database.close();
  const again = createRegistry(openTestDatabase(folder));
  expect({ things: again.things(), principals: [...again.principalsOf('gate-1')] }).toEqual(before);
  const [[id = ''] = []] = before.principals;
  expect(again.certificate(id)?.status).toBe('REVOKED');
  expect([...again.policiesOf(id)]).toEqual([iotPolicyNames.gate]);
});

it('refuses what it does not know by name, and who has no rights', async () => {
  const { iot, endpoint } = await startIot();
  await expect(iot.send(new CreateThingGroupCommand({ thingGroupName: 'x' }))).rejects.toThrow('/thing-groups/x');
  expect(await iot.send(new DescribeEndpointCommand({ endpointType: 'iot:Data-ATS' }))).toMatchObject({
    endpointAddress: '127.0.0.1',
  });
  const stranger = new IoTClient(clientConfig(endpoint, workerKey));
  await expect(stranger.send(new DescribeThingCommand({ thingName: 'x' }))).rejects.toThrow('not authorized');
});
