// Goal: what a shown code leads to in the cloud: the person's pseudonym, alerts, findings that no gate can make; and a
// contact thermometer takes back what the sensor made somebody suspect.
// Method: the real handler on real tables, passes signed by a key of the test, lists as the cloud publishes them.
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { toHex } from '../../../domain/codes/bytes-as-text.ts';
import type { AnyList } from '../../../domain/codes/held-lists.ts';
import type { OwnPass } from '../../../domain/codes/own-pass.ts';
import type { AlertMessage } from '../../../domain/messages/alert.ts';
import type { Pass } from '../../../domain/messages/pass.ts';
import { personStatusKey, revokedCodeKey } from '../../../domain/state-keys.ts';
import { keyOfPass } from '../../../platform/listed-keys.ts';
import {
  issuedBy,
  newKey,
  ownPass,
  personNameOf,
  putLists,
  revocationListOf,
  revocationNameOf,
  statusListOf,
  wholeHashOf,
} from '../../helpers/codes.ts';
import { type FunctionsUnderTest, messageEvent, now, startFunctions } from '../../helpers/functions.ts';
import { feverOf, passesOf, passOf } from '../../helpers/passes.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let functions: FunctionsUnderTest;
let ingest: (event: unknown) => Promise<void>;
let gate: string;
let gates = 0;

const key = newKey();
const fromS = Math.floor(now / 1_000) - 600;
const resident = ownPass(fromS);
const revoked = ownPass(fromS);
const mistaken = ownPass(fromS);
const revokedLater = ownPass(fromS);
const atHome = ownPass(fromS);
const issuedAt = '2026-11-24T00:00:00.000Z';

beforeAll(async () => {
  functions = await startFunctions();
  const lists: AnyList[] = [
    { name: 'keys', list: { version: 1, issuedAt, keys: [keyOfPass(key)] } },
    { name: 'revocations', list: revocationListOf(1, issuedAt) },
    {
      name: 'revocations',
      list: revocationListOf(2, issuedAt, ...[revoked, mistaken, revokedLater].map(revocationNameOf)),
    },
    { name: 'statuses', list: statusListOf(1, issuedAt, []) },
    { name: 'statuses', list: statusListOf(2, issuedAt, [['quarantined', personNameOf(atHome)]]) },
  ];
  await putLists(functions.tables, lists);
  await functions.tables.putState({ ...revokedCodeKey(wholeHashOf(revocationNameOf(revoked))), revokedAt: issuedAt });
  const later = revokedCodeKey(wholeHashOf(revocationNameOf(revokedLater)));
  await functions.tables.putState({ ...later, revokedAt: '2026-11-24T03:04:01.000Z' });
  await functions.tables.putState({ ...personStatusKey(wholeHashOf(personNameOf(atHome))), since: issuedAt });
});
afterAll(() => functions.stop());
beforeEach(async () => {
  gate = `gate-${++gates}`;
  await functions.enrol(gate);
  ingest = await functions.coldStart('ingest');
  functions.services.published.length = 0;
  functions.services.invoked.length = 0;
  functions.services.notices.length = 0;
});

/** A pass in which somebody shows a code of ours at a gate with lists of these versions. */
async function showing(own: OwnPass, versions: number, changes: Partial<Pass> = {}): Promise<Pass> {
  const code = { form: 'gatehouse', text: await issuedBy(key, own) } as const;
  const lists = { keys: 1, revocations: versions, statuses: versions };
  return passOf({ code, lists, ...changes });
}

const send = (...passes: Pass[]) => ingest(messageEvent(gate, 'passes', passesOf(...passes)));
const stored = async () => (await functions.tables.passes()).filter((item) => item['gate'] === gate);
const alerts = (): AlertMessage['alert'][] => functions.services.published.map(({ message }) => message.alert);

test('a person is the same subject with every code that is theirs, and each text leaves another digest', async () => {
  const another = { ...resident, tokenId: Buffer.alloc(8, 9) };
  await send(await showing(resident, 2), await showing(another, 2), await showing(ownPass(fromS), 2, { seq: 2 }));
  const [first, second, other] = (await stored()).toSorted((a, b) => Number(a['seq']) - Number(b['seq']));
  expect(first).toMatchObject({ codeForm: 'gatehouse', codeKind: 'resident', judgedReason: 'ok' });
  expect(second).toMatchObject({ subject: first?.['subject'] });
  expect(second?.['sk']).not.toBe(first?.['sk']);
  expect(other?.['subject']).not.toBe(first?.['subject']);
  expect(alerts()).toEqual([]);
});

test('a gate that had not heard of a revocation is not blamed, and the guards are told', async () => {
  await send(await showing(revoked, 1));
  expect(alerts()).toMatchObject([{ kind: 'revoked-code', person: { reason: 'ok' } }]);
  expect(await stored()).toMatchObject([{ judgedVerdict: 'admit' }]);
});

test('who passed before the revocation gives no cause', async () => {
  await send(await showing(revokedLater, 1, { at: '2026-11-24T03:04:00.000Z' }));
  expect(alerts()).toEqual([]);
});

test('a refused code that is on record is an alert; one that a short hash matched by chance is one that says so', async () => {
  await send(await showing(revoked, 2, refusedAs('code-revoked')));
  await send(await showing(mistaken, 2, { seq: 2, ...refusedAs('code-revoked') }));
  const [real, chance] = alerts();
  expect(real).toMatchObject({ kind: 'refused-code', person: { reason: 'code-revoked' } });
  expect(real).not.toHaveProperty('detail');
  expect(chance?.detail).toMatch(/by chance/);
});

test('somebody who has to stay at home and goes out is found, coming home is not', async () => {
  await send(await showing(atHome, 1, { direction: 'out' }), await showing(atHome, 1, { seq: 2, direction: 'in' }));
  expect(alerts()).toMatchObject([{ kind: 'quarantine-broken', person: { direction: 'out' } }]);
});

test('a list that never was makes the gate a liar, and what it found is stored all the same', async () => {
  await send(await showing(resident, 7));
  expect(alerts()).toMatchObject([{ kind: 'gate-lying' }]);
  const [item] = await stored();
  expect(item).toMatchObject({ verdict: 'admit', subject: expect.any(String) });
  expect(item).not.toHaveProperty('judgedVerdict');
});

test('who was let in with a believed code is looked into, by pseudonym alone', async () => {
  const visitor = ownPass(fromS, { kind: 'visitor', singleUse: true });
  await send(
    await showing(visitor, 2),
    await showing(revoked, 2, { seq: 2, ...refusedAs('code-revoked') }),
    passOf({ seq: 3 }),
  );
  const [item] = await stored();
  const subject = (await stored()).find(({ seq }) => seq === 1)?.['subject'];
  expect(functions.services.invoked).toEqual([
    {
      functionName: 'findings',
      event: {
        passes: [{ pk: item?.['pk'], sk: expect.any(String), direction: 'in', subject, tokenUse: expect.any(String) }],
      },
    },
  ]);
  expect(JSON.stringify(functions.services.invoked)).not.toContain(toHex(visitor.tokenId));
});

test('a contact thermometer that finds nothing resolves the alert; one that finds a fever keeps it', async () => {
  const at = '2026-11-24T03:04:00.000Z';
  const again = (seq: number, contactC: number, judged: Partial<Pass>): Pass =>
    feverOf({
      seq: seq + 1,
      at: '2026-11-24T03:04:04.000Z',
      contactC,
      recheckOf: { seq, at, reason: 'too-warm' },
      ...judged,
    });
  await send(feverOf({ seq: 1, at }), again(1, 36.6, { verdict: 'admit', reason: 'ok' }));
  await send(feverOf({ seq: 3, at }), again(3, 38.4, { verdict: 'refuse', reason: 'fever-confirmed' }));
  const states = (await functions.tables.state(`alert#fever#${gate}`)).map(({ pk, state }) => `${pk} ${state}`);
  expect(states.toSorted()).toEqual([
    `alert#fever#${gate}#abcdefgh12#1 resolved`,
    `alert#fever#${gate}#abcdefgh12#3 open`,
  ]);
  expect(functions.services.published.map(({ message }) => message.change)).toEqual(['raised', 'resolved', 'raised']);
});

test('a doubted sensor is for the operators, once a day', async () => {
  const doubted = { sensorFault: 'stuck', verdict: 'recheck', reason: 'sensor-fault' } as const;
  await send(passOf(doubted), passOf({ seq: 2, ...doubted }));
  expect(alerts()).toMatchObject([{ kind: 'sensor-fault', detail: 'stuck' }]);
  expect(functions.services.notices).toMatchObject([{ kind: 'sensor-fault', gate }]);
});

function refusedAs(reason: Pass['reason']): Partial<Pass> {
  return { verdict: 'refuse', reason };
}
