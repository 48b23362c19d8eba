// Goal: no code, no identity and no health detail in a log, a metric, a key, a URL or a message that leaves (law 6).
// Method: the real handlers take everything that can be shown and everything that can be wrong, services failing
// included; then all that they wrote, asked for and sent is searched for what was in the codes, in each of its writings.
// Only quarantine holds what was sent: it is encrypted, and kept apart.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { AnyList } from '../../../domain/codes/held-lists.ts';
import type { Pass } from '../../../domain/messages/pass.ts';
import { personStatusKey, quarantinePrefix, revokedCodeKey } from '../../../domain/state-keys.ts';
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
import { writingsOf } from '../../helpers/shown-codes.ts';
import { es256, forge, listed, vaccination } from '../domain/codes/forge.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 });

let functions: FunctionsUnderTest;
const thrown: string[] = [];

const key = newKey();
const fromS = Math.floor(now / 1_000) - 600;
const people = {
  resident: ownPass(fromS),
  visitor: ownPass(fromS, { kind: 'visitor', singleUse: true }),
  revoked: ownPass(fromS),
  red: ownPass(fromS),
  atHome: ownPass(fromS),
  expired: ownPass(fromS - 90_000),
};
const providerText = 'PROVIDER-7H2K9-OPAQUE';
const houseNumber = 'Building 3, 2-501, Zhang Wei';
const issuedAt = '2026-11-24T00:00:00.000Z';

/** What must be found nowhere: what the codes say, and every writing of their texts. */
const secrets = new Set<string>([
  providerText,
  houseNumber,
  vaccination.nam.fnt,
  vaccination.nam.gnt,
  vaccination.dob,
  ...vaccination.v.map(({ ci }) => ci),
]);

beforeAll(async () => {
  functions = await startFunctions();
  const lists: AnyList[] = [
    { name: 'keys', list: { version: 1, issuedAt, keys: [keyOfPass(key), listed(es256)] } },
    { name: 'revocations', list: revocationListOf(1, issuedAt) },
    { name: 'revocations', list: revocationListOf(2, issuedAt, revocationNameOf(people.revoked)) },
    { name: 'statuses', list: statusListOf(1, issuedAt, [['red', personNameOf(people.red)]]) },
    { name: 'statuses', list: statusListOf(2, issuedAt, [['quarantined', personNameOf(people.atHome)]]) },
  ];
  await putLists(functions.tables, lists);
  await functions.tables.putState({
    ...revokedCodeKey(wholeHashOf(revocationNameOf(people.revoked))),
    revokedAt: issuedAt,
  });
  await functions.tables.putState({ ...personStatusKey(wholeHashOf(personNameOf(people.atHome))), since: issuedAt });
});
afterAll(() => functions.stop());

/** Everything that can be shown, by gates with older and newer lists. */
async function everythingShown(): Promise<Pass[]> {
  const own = await Promise.all(Object.values(people).map((pass) => issuedBy(key, pass)));
  const forged = await issuedBy(newKey(), ownPass(fromS));
  const codes = [
    ...[...own, forged, `${own[0]}X`].map((text) => ({ form: 'gatehouse' as const, text })),
    { form: 'hc1' as const, text: forge({}) },
    { form: 'hc1' as const, text: forge({ key: newKey() }) },
    ...(['green', 'red', 'unknown'] as const).map((status) => ({
      form: 'provider' as const,
      text: providerText,
      status,
    })),
    { form: 'guard-entry' as const, text: houseNumber },
  ];
  for (const { text } of codes) for (const writing of writingsOf(text)) secrets.add(writing);
  for (const pass of Object.values(people)) {
    for (const bytes of [pass.tokenId, pass.subject]) for (const writing of writingsOf(bytes)) secrets.add(writing);
  }
  const versions = [1, 2].map((number) => ({ keys: 1, revocations: number, statuses: number }));
  const shown = codes.flatMap((code) => versions.map((lists) => ({ code, lists })));
  return shown.flatMap((one, index) => [
    passOf({ seq: 2 * index + 1, direction: 'out', ...one }),
    feverOf({ seq: 2 * index + 2, ...one }),
  ]);
}

/** What a handler throws is logged by Lambda. */
async function run(name: 'ingest' | 'findings' | 'lists', event: unknown): Promise<void> {
  const handler = await functions.coldStart(name);
  await handler(event).catch((error: unknown) => {
    thrown.push(error instanceof Error ? `${error.message} ${error.stack} ${JSON.stringify(error)}` : String(error));
  });
}

test('nothing of what people show is in what the functions write, ask for and send', async () => {
  await functions.enrol('gate-1');
  const passes = await everythingShown();
  const messages = Array.from({ length: Math.ceil(passes.length / 20) }, (_, part) =>
    passesOf(...passes.slice(20 * part, 20 * part + 20)),
  );
  const spoiled = passes.slice(0, 6).map((pass) => ({ ...pass, skinC: 99 }));
  for (const message of [...messages, passesOf(...spoiled)])
    await run('ingest', messageEvent('gate-1', 'passes', message));
  await run('ingest', messageEvent('gate-1', 'passes', `${JSON.stringify(messages[0])} is no JSON`));
  await run('ingest', messageEvent('gate-1', 'passes', messages[0] ?? {}, { clientId: 'gate-2' }));
  for (const { event } of functions.services.invoked) await run('findings', event);
  await run('lists', {});
  for (const service of ['iotData', 'lambda', 'secretsManager', 'sns'] as const) {
    functions.services.status[service] = 500;
    await functions.enrol(`gate-${service}`);
    const event = messageEvent(`gate-${service}`, 'passes', messages[0] ?? {});
    const { [service]: _, ...rest } = functions.services.status;
    await run('ingest', event);
    Object.assign(functions.services.status, rest, { [service]: 200 });
  }

  const { services, tables, logged } = functions;
  const state = (await tables.state()).filter(({ pk }) => !String(pk).startsWith(quarantinePrefix));
  const quarantine = (await tables.state(quarantinePrefix)).map(({ bytes: _, ...around }) => around);
  const places: Record<string, unknown> = {
    logs: logged,
    errors: thrown,
    requests: services.requested,
    alerts: services.published,
    notices: services.notices,
    invocations: services.invoked,
    passes: await tables.passes(),
    state,
    quarantine,
  };
  // Each of them has something in it, or the search would prove nothing.
  for (const [name, content] of Object.entries(places)) expect([name, [content].flat().length]).not.toEqual([name, 0]);
  for (const [name, content] of Object.entries(places)) {
    const written = `${JSON.stringify(content)} ${[content].flat().map(String).join(' ')}`;
    const found = [...secrets].filter((secret) => written.includes(secret));
    expect([name, found]).toEqual([name, []]);
  }
});
