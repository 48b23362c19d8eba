// Goal: guards hear by MQTT, with a token, of the alerts of their own communities and of no others (law 4); with no bad
// token does anybody get in, there or by HTTP; nobody speaks; a sign-out ends it at once.
// Method: a whole stack whose template names an issuer of the test's own, with real keys; mqtt.js over WebSocket as a
// page has it, requests by HTTP; real gates.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alertsTopic, gateTopic } from '../../domain/topics.ts';
import { type AlteredAssembly, alteredAssembly, type Resources } from '../helpers/assembly.ts';
import { connectConsole, consoleOf, ended, hearing, refusalOf } from '../helpers/console.ts';
import { connect, type EnrolledDevice, enrolledGate, place, publishPasses } from '../helpers/device.ts';
import { epochOf, fever } from '../helpers/outcomes.ts';
import { newHome, type RunningStack, startStack } from '../helpers/stack.ts';
import { badTokens, startTokenIssuer, type TokenIssuer } from '../helpers/token-issuer.ts';
import { until } from '../helpers/wait.ts';

const { home, remove } = newHome();
const elsewhere = { ...place, community: 'wuchang' };
/** CONNACK: not authorised. */
const notAuthorised = 5;

let issuer: TokenIssuer;
let assembly: AlteredAssembly;
let stack: RunningStack;
let gate: EnrolledDevice;
let gateElsewhere: EnrolledDevice;

beforeAll(async () => {
  issuer = await startTokenIssuer();
  assembly = await alteredAssembly((resources) => believe(resources, issuer));
  stack = await startStack(home, { assembly: assembly.folder });
  gate = await enrolledGate(stack, 'xixi-gate-1');
  gateElsewhere = await enrolledGate(stack, 'wuchang-gate-1', elsewhere);
});

afterAll(async () => {
  await stack.stop();
  assembly.remove();
  await issuer.stop();
  remove();
});

/** As a deployment with the operator's own issuer is: consoles and the API believe its tokens. */
function believe(resources: Resources, { url, audience }: TokenIssuer): void {
  const text = JSON.stringify(resources);
  const [id] = text.match(/IdentityPool\w*/) ?? [];
  const [page] = text.match(/IdentityPage\w*/) ?? [];
  for (const { Type, Properties } of Object.values(resources)) {
    if (Type !== 'AWS::Lambda::Function' && Type !== 'AWS::ApiGatewayV2::Authorizer') continue;
    const altered = JSON.stringify(Properties)
      .replaceAll(JSON.stringify({ 'Fn::GetAtt': [id, 'ProviderURL'] }), JSON.stringify(url))
      .replaceAll(JSON.stringify({ Ref: page }), JSON.stringify(audience));
    Object.assign(Properties ?? {}, JSON.parse(altered));
  }
}

async function feverAt(device: EnrolledDevice): Promise<string> {
  const client = await connect(stack, device);
  const message = fever();
  await publishPasses(client, device, message);
  await client.endAsync();
  return epochOf(message);
}

/** What only guards and officers of the community may see, by HTTP. */
const askForPasses = async (token: string, community = place.community) => {
  const url = `${stack.endpoints.http.url}/communities/${community}/passes`;
  return (await fetch(url, { headers: { authorization: `Bearer ${token}` } })).status;
};

const signOut = (token: string) =>
  fetch(`${stack.endpoints.http.url}/sign-out`, { method: 'POST', headers: { authorization: `Bearer ${token}` } });

it('a fever at a gate arrives at the guards of its community and its district, and at no others', async () => {
  const consoles = await Promise.all([
    connectConsole(stack, issuer.token(), { clientId: consoleOf('wang') }),
    connectConsole(stack, issuer.token({ sub: 'li', groups: ['officer', 'district:yuhang'] }), {
      clientId: consoleOf('li'),
    }),
    connectConsole(stack, issuer.token({ sub: 'zhou', groups: ['guard', 'community:wuchang'] }), {
      clientId: consoleOf('zhou'),
    }),
  ]);
  const [wang, li, zhou] = consoles;
  const guard = await hearing(wang, alertsTopic(place));
  const officer = await hearing(li, alertsTopic({ ...place, community: '+' }));
  const guardElsewhere = await hearing(zhou, alertsTopic(elsewhere));
  const epochs = [await feverAt(gate), await feverAt(gateElsewhere)];
  const heard = (by: typeof guard) => new Set(by.map(({ alert }) => alert.person?.epoch));
  await until('both at the officer', () => heard(officer).size === 2);
  await until('the fever elsewhere', () => guardElsewhere.length > 0);
  await until('the fever', () => guard.length > 0);
  expect(heard(officer)).toEqual(new Set(epochs));
  expect(heard(guard)).toEqual(new Set(epochs.slice(0, 1)));
  expect(heard(guardElsewhere)).toEqual(new Set(epochs.slice(1)));
  await Promise.all(consoles.map((client) => client.endAsync(true)));
});

it.each([
  ['another community', alertsTopic(elsewhere)],
  ['a whole district', alertsTopic({ ...place, community: '+' })],
  ['every district', alertsTopic({ district: '+', community: place.community })],
  ['a gate', gateTopic({ community: place.community, gate: '+' }, 'commands')],
  ['everything', '#'],
])('a guard does not hear %s', async (_, filter) => {
  const client = await connectConsole(stack, issuer.token(), { clientId: consoleOf('wang') });
  await expect(hearing(client, filter)).rejects.toThrow();
  await client.endAsync(true);
});

it.each([
  ['an alert', alertsTopic(place)],
  ['a command', gateTopic({ community: place.community, gate: 'xixi-gate-1' }, 'commands')],
])('whoever publishes %s is cut off', async (_, topic) => {
  const client = await connectConsole(stack, issuer.token(), { clientId: consoleOf('wang') });
  const closed = ended(client);
  client.publish(topic, '{}', { qos: 1 });
  await closed;
  await client.endAsync(true);
});

describe('nobody gets in with a token', () => {
  /** Signed well, and yet not of somebody who may see this: said by the function, not by the gateway before it. */
  const byFunction: Record<string, number> = {
    'with two roles': 403,
    'with no role': 403,
    'of no sign-in': 403,
    'of an operator, who sees nobody': 403,
    'of a community that there is not': 404,
  };

  it.each(Object.entries(badTokens))('%s', async (name, make) => {
    const options = { clientId: consoleOf('wang') };
    expect(await refusalOf(stack, make(issuer), options)).toBe(notAuthorised);
    expect(await askForPasses(make(issuer))).toBe(byFunction[name] ?? 401);
  });

  it('of another community, by HTTP as by MQTT; with a good one both', async () => {
    expect(await askForPasses(issuer.token())).toBe(200);
    expect(await askForPasses(issuer.token(), elsewhere.community)).toBe(404);
  });

  it('whose sign-in was ended: the connection ends at once, and none of its tokens is good any more', async () => {
    const token = issuer.token({ sid: 'ended' });
    const [one, two, other] = await Promise.all([
      connectConsole(stack, token, { clientId: consoleOf('wang') }),
      connectConsole(stack, issuer.token({ sid: 'ended', jti: '2' }), { clientId: consoleOf('wang') }),
      connectConsole(stack, issuer.token({ sid: 'lasting' }), { clientId: consoleOf('wang') }),
    ]);
    const closed = Promise.all([ended(one), ended(two)]);
    expect((await signOut(token)).status).toBe(204);
    await closed;
    const renewed = issuer.token({ sid: 'ended', jti: '3' });
    for (const replayed of [token, renewed]) {
      expect(await refusalOf(stack, replayed, { clientId: consoleOf('wang') })).toBe(notAuthorised);
      expect((await signOut(replayed)).status).toBe(401);
      expect(await askForPasses(replayed)).toBe(401);
    }
    expect(other.connected).toBe(true);
    await Promise.all([one, two, other].map((client) => client.endAsync(true)));
  });
});

it('nobody evicts another by their client id, neither a guard nor a gate', async () => {
  const clientId = consoleOf('wang');
  const victim = await connectConsole(stack, issuer.token(), { clientId });
  const gateClient = await connect(stack, gate);
  const token = issuer.token({ sub: 'zhou' });
  for (const taken of [clientId, gate.deviceId, `${clientId}*`, 'guard-xixi']) {
    expect(await refusalOf(stack, token, { clientId: taken })).toBe(notAuthorised);
  }
  expect([victim.connected, gateClient.connected]).toEqual([true, true]);
  await Promise.all([victim.endAsync(true), gateClient.endAsync(true)]);
});

it('nothing is kept for a console that is away, and it leaves no word behind', async () => {
  const will = { topic: alertsTopic(place), payload: Buffer.from('{}'), qos: 0 as const, retain: false };
  for (const more of [{ clean: false }, { will }]) {
    expect(await refusalOf(stack, issuer.token(), { clientId: consoleOf('wang'), ...more })).toBe(notAuthorised);
  }
});
