// Goal: what operators have put into `state` lies on the gates' topics a moment later, whole, in order and never less
// than once, wherever the function ends and however many run at once.
// Method: the real handler against a real DynamoDB engine; only the clock's date is set. Crashes are made by a service
// that fails at the right moment.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { readHashes } from '../../../domain/codes/hash-list.ts';
import { readLists } from '../../../domain/codes/held-lists.ts';
import { type List, parseList } from '../../../domain/codes/parse-list.ts';
import { verifyCode } from '../../../domain/codes/verify.ts';
import { listLimits } from '../../../domain/limits/codes.ts';
import { wireLimits } from '../../../domain/limits/wire.ts';
import { type ListIndex, type ListName, listIndex } from '../../../domain/messages/lists.ts';
import { timeToLiveAttribute } from '../../../domain/names.ts';
import { listKey, personStatusKey, revokedCodeKey, trustedKeyKey } from '../../../domain/state-keys.ts';
import { listTopic } from '../../../domain/topics.ts';
import { createCodePlatform } from '../../../platform/codes.ts';
import { keyOfPass } from '../../../platform/listed-keys.ts';
import { issuedBy, ownPass } from '../../helpers/codes.ts';
import { type FunctionsUnderTest, now, signingKeys, startFunctions } from '../../helpers/functions.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const minute = 60_000;
const tick = { kind: 'tick' };
let functions: FunctionsUnderTest;
let lists: (event: unknown) => Promise<void>;

beforeAll(() => vi.useFakeTimers({ toFake: ['Date'] }));
afterAll(() => vi.useRealTimers());
beforeEach(async () => {
  vi.setSystemTime(now);
  functions = await startFunctions();
  lists = await functions.coldStart('lists');
});
afterEach(() => functions.stop());

const hashOf = (first: string) => first.padEnd(64, '0');
const revoke = (first: string, more = {}) =>
  functions.tables.putState({ ...revokedCodeKey(hashOf(first)), revokedAt: 'whenever', ...more });
function retained<Name extends ListName>(name: Name): List<Name> | undefined {
  return parseList(name, json(functions.services.retained.get(listTopic(name))));
}
const index = (): ListIndex => listIndex.parse(json(functions.services.retained.get(listTopic('index'))));
const json = (payload: Buffer | undefined): unknown => payload && JSON.parse(payload.toString());
const versions = (name: ListName) => functions.tables.state(`list#${name}`);
const countOf = ({ hashes }: { hashes: string }) => readHashes(hashes)?.count;

test('a new deployment has one version of each list, and the next ticks make no other', async () => {
  await lists(tick);
  expect(retained('keys')?.keys.map(({ content }) => content)).toEqual(['gatehouse', 'gatehouse']);
  expect(retained('revocations')).toMatchObject({ version: 1, hashes: '' });
  expect(retained('statuses')).toMatchObject({ version: 1, groups: [] });
  expect(index()).toEqual({ issuedAt: new Date(now).toISOString(), keys: 1, revocations: 1, statuses: 1 });
  const lying = new Map(functions.services.retained);
  // Nor does it matter how they got lost.
  functions.services.retained.delete(listTopic('revocations'));
  vi.setSystemTime(now + minute);
  await lists(tick);
  await (await functions.coldStart('lists'))(tick);
  expect(functions.services.retained).toEqual(lying);
  expect(await versions('revocations')).toHaveLength(1);
});

test('passes signed with the old and with the new key are believed', async () => {
  await lists(tick);
  const { keys, revocations } = readLists({ keys: retained('keys') ?? fail() });
  const nowS = Math.floor(now / 1_000);
  for (const { privateKey } of Object.values(signingKeys)) {
    const code = await issuedBy(privateKey, ownPass(nowS));
    const check = { keys, revocations, atS: nowS, community: 'xixi' };
    expect(verifyCode(code, check, createCodePlatform())).toMatchObject({ accepted: true });
  }
});
const fail = () => {
  throw new Error('there is no list of keys');
};

test('what is put into state is the next version of its list, and of no other', async () => {
  await lists(tick);
  await revoke('0badcafe');
  const key = { ...keyOfPass(signingKeys.old.publicKey), content: 'hc1' };
  await functions.tables.putState({ ...trustedKeyKey(key.kid, 'digest'), key });
  const until = '2026-12-01T16:00:00.000Z';
  await functions.tables.putState({ ...personStatusKey(hashOf('00000001')), status: 'quarantined', until });
  await functions.tables.putState({ ...personStatusKey(hashOf('00000002')), status: 'red' });
  await lists(tick);
  expect(index()).toMatchObject({ keys: 2, revocations: 2, statuses: 2 });
  expect(retained('revocations')?.hashes).toBe(Buffer.from('0badcafe', 'hex').toString('base64'));
  expect(retained('keys')?.keys).toContainEqual(key);
  expect(retained('statuses')?.groups).toEqual([
    { status: 'quarantined', until, hashes: 'AAAAAQ==' },
    { status: 'red', until: null, hashes: 'AAAAAg==' },
  ]);
  await revoke('0badbeef');
  await lists(tick);
  expect(index()).toMatchObject({ keys: 2, revocations: 3, statuses: 2 });
});

test('the index goes out every five minutes, and at once when a list has changed', async () => {
  const sentAt: string[] = [];
  for (let at = 0; at <= 11; at++) {
    vi.setSystemTime(now + at * minute - (at % 2));
    if (at === 7) await revoke('0badcafe');
    await lists(tick);
    sentAt.push(index().issuedAt);
  }
  const minutes = sentAt.map((text) => Math.round((Date.parse(text) - now) / minute));
  expect(minutes).toEqual([0, 0, 0, 0, 0, 5, 5, 7, 7, 7, 7, 7]);
});

test('what was written and not published is published by the next', async () => {
  await lists(tick);
  await revoke('0badcafe');
  functions.services.status.iotData = 400;
  await expect(lists(tick)).rejects.toThrow();
  expect(await versions('revocations')).toHaveLength(2);
  functions.services.status.iotData = 200;
  expect(retained('revocations')?.version).toBe(1);
  expect(index().revocations).toBe(1);
  await (await functions.coldStart('lists'))(tick);
  expect(retained('revocations')?.version).toBe(2);
  expect(index().revocations).toBe(2);
  expect(await versions('revocations')).toHaveLength(2);
});

test('a list that cannot be made keeps neither the others back nor the index from growing old', async () => {
  await lists(tick);
  const { issuedAt } = index();
  await revoke('0badcafe');
  functions.services.status.kms = 400;
  vi.setSystemTime(now + 10 * minute);
  await expect((await functions.coldStart('lists'))(tick)).rejects.toThrow();
  expect(retained('revocations')?.version).toBe(2);
  expect(index().issuedAt).toBe(issuedAt);
});

test('many at once make one version of one change, and what is revoked meanwhile is never taken off', async () => {
  await lists(tick);
  const instances = await Promise.all(Array.from({ length: 4 }, () => functions.coldStart('lists')));
  for (let round = 1; round <= 5; round++) {
    await Promise.all([...instances.map((instance) => instance(tick)), revoke(`0000000${round}`)]);
  }
  await lists(tick);
  expect(retained('revocations')).toMatchObject({ version: (await versions('revocations')).length });
  expect((await versions('revocations')).length).toBeLessThanOrEqual(6);
  expect(countOf(retained('revocations') ?? fail())).toBe(5);
});

test('a version ends long after the next has taken its place; the newest never', async () => {
  await lists(tick);
  for (const first of ['00000001', '00000002']) {
    await revoke(first);
    await lists(tick);
  }
  vi.setSystemTime(now + minute);
  await lists(tick);
  const ends = (await versions('revocations')).map((item) => item[timeToLiveAttribute]);
  const atS = Math.floor(now / 1_000) + listLimits.supersededRetentionS;
  expect(ends).toEqual([atS, atS + 60, undefined]);
});

test('a list that is too long is refused: the last one stays, and operators are told once an hour', async () => {
  await lists(tick);
  const key = { ...keyOfPass(signingKeys.old.publicKey), content: 'hc1', spki: 'A'.repeat(wireLimits.messageBytesMax) };
  await functions.tables.putState({ ...trustedKeyKey(key.kid, 'digest'), key });
  await revoke('0badcafe');
  for (const at of [1, 2, 61]) {
    vi.setSystemTime(now + at * minute);
    await lists(tick);
  }
  expect(index()).toMatchObject({ keys: 1, revocations: 2 });
  expect(retained('keys')?.version).toBe(1);
  expect(functions.services.notices).toEqual(Array.from({ length: 2 }, () => ({ kind: 'list-refused', list: 'keys' })));
  expect(functions.logged.join('')).toMatch(/"ListsRefused":1/);
});

test('a version that was written cannot be written again', async () => {
  await lists(tick);
  const before = await functions.tables.readState(listKey('keys', 1));
  await (await functions.coldStart('lists'))(tick);
  expect(await functions.tables.readState(listKey('keys', 1))).toEqual(before);
});
