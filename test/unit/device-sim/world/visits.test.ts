/**
 * What becomes of people at a gate, judged by the world's truth: a right pass is let in, each fraud is refused for its
 * own reason, and the guard's thermometer decides about temperatures. Method: the gate's pure core with real
 * signatures and lists; time moves by hand.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Reading } from '../../../../device-sim/gate/screen.ts';
import { blankFlash, boot } from '../../../../device-sim/gate/state.ts';
import { type Input, step } from '../../../../device-sim/gate/step.ts';
import { createCrowd, type Person, readingOf } from '../../../../device-sim/world/people.ts';
import { calmWorld, withFevers } from '../../../../device-sim/world/profile.ts';
import type { PassFault, ShownPass } from '../../../../device-sim/world/shown.ts';
import { createVisits } from '../../../../device-sim/world/visits.ts';
import { createWallet } from '../../../../device-sim/world/wallet.ts';
import { type Certified, readClaims } from '../../../../domain/codes/certified.ts';
import { readCode } from '../../../../domain/codes/read.ts';
import { revocationName } from '../../../../domain/codes/revocations.ts';
import type { Pass, Reason } from '../../../../domain/messages/pass.ts';
import { keyOfPass } from '../../../../platform/listed-keys.ts';
import { newKey, revocationListOf, signerWith, statusListOf } from '../../../helpers/codes.ts';
import { setup } from '../../../helpers/gate-setup.ts';
import { createManualEnvironment } from '../manual-environment.ts';

const key = newKey();
const { platform, community } = setup;

/** A gate that holds every list it should, at one moment. */
function startGate(nowMs: () => number, ...revoked: string[]) {
  let state = boot(blankFlash('epoch000'), setup);
  const passes: Pass[] = [];
  const feed = (input: Input) => {
    const next = step(state, input, nowMs());
    state = next.state;
    return next.effects.find((effect) => effect.kind === 'decide')?.pass;
  };
  const issuedAt = new Date(nowMs()).toISOString();
  feed({ kind: 'list', list: { name: 'keys', list: { version: 1, issuedAt, keys: [keyOfPass(key)] } } });
  feed({ kind: 'list', list: { name: 'revocations', list: revocationListOf(1, issuedAt, ...revoked) } });
  feed({ kind: 'list', list: { name: 'statuses', list: statusListOf(1, issuedAt, []) } });
  return {
    passes,
    screen: async (reading: Reading) => {
      const pass = feed({ kind: 'reading', reading });
      if (pass) passes.push(pass);
      return pass;
    },
  };
}

describe('codes', () => {
  /** A copy is as right as what it was taken of: only the cloud can know. */
  const refusedFor: Record<PassFault, Reason | undefined> = {
    forged: 'code-signature',
    expired: 'code-expired',
    'other-community': 'code-other-community',
    revoked: 'code-revoked',
    used: 'code-used',
    copied: undefined,
  };

  function certifiedIn(text: string): Certified {
    const code = readCode(text, platform);
    const claims = typeof code === 'string' ? code : readClaims(code);
    const certified = typeof claims === 'string' ? claims : claims.certified();
    if (typeof certified === 'string') throw new Error(certified);
    return certified;
  }

  const isPass = (shows: Person['shows']): shows is ShownPass => shows?.form === 'gatehouse';

  /** All frauds with those whose code they use, and some of the others: signatures take their time. */
  function drawPeople(seed: number): Person[] {
    const place = { gate: 'gate', district: 'yuhang', community };
    const world = withFevers(calmWorld, 0.02);
    const nextPerson = createCrowd({ seed, place, places: [place], world, ownPasses: true, revoked: true });
    const people = Array.from({ length: 2_000 }, () => nextPerson(world.clock.startsAtH));
    const tickets = new Set(people.flatMap(({ shows }) => (isPass(shows) && shows.fault ? shows.ticket : [])));
    return people.filter(({ shows }, index) => index % 10 === 0 || (isPass(shows) && tickets.has(shows.ticket)));
  }

  async function letPass(seed: number, found: Set<PassFault>) {
    const { environment } = createManualEnvironment();
    const wallet = createWallet(signerWith(key), environment);
    const people = drawPeople(seed);
    const toRevoke = people.filter(({ shows }) => isPass(shows) && shows.fault === 'revoked');
    const revoked = await Promise.all(toRevoke.map(({ shows }) => wallet.show(shows)));
    const gate = startGate(environment.now, ...revoked.map((code) => revocationName(certifiedIn(code?.text ?? ''))));
    const usedUp = new Set<string>();
    for (const person of people) {
      const { shows, due, direction } = person;
      const pass = await gate.screen(readingOf(person, await wallet.show(shows)));
      if (!isPass(shows)) continue;
      const isFraud = due === 'kept-out' && (shows.fault !== 'used' || usedUp.has(shows.ticket));
      if (isFraud) expect(pass).toMatchObject({ verdict: 'refuse', reason: shows.fault && refusedFor[shows.fault] });
      else expect(pass?.verdict, pass?.reason).not.toBe('refuse');
      if (isFraud && shows.fault) found.add(shows.fault);
      if (pass?.verdict === 'admit' && direction === 'in') usedUp.add(shows.ticket);
    }
  }

  test('a right pass is never refused, each fraud for its own reason', async () => {
    const found = new Set<PassFault>();
    await fc.assert(
      fc.asyncProperty(fc.nat(), (seed) => letPass(seed, found)),
      { numRuns: 3 },
    );
    expect(found).toEqual(new Set(['forged', 'expired', 'other-community', 'revoked', 'used']));
  }, 30_000);

  test('a pass is signed once, and anew long before it ends', async () => {
    const { environment, advance } = createManualEnvironment();
    const wallet = createWallet(signerWith(key), environment);
    const pass = { kind: 'resident', medium: 'phone', singleUse: false, fault: undefined } as const;
    const shown: ShownPass = { form: 'gatehouse', ...pass, ticket: 'ticket', holder: 'somebody', community };
    const [first, again] = await Promise.all([wallet.show(shown), wallet.show(shown)]);
    expect(again).toEqual(first);
    await advance(13 * 3_600_000);
    const renewed = await wallet.show(shown);
    expect(renewed).not.toEqual(first);
    const subjects = [first, renewed].map((code) => {
      const certified = certifiedIn(code?.text ?? '');
      return certified.content === 'gatehouse' && Buffer.from(certified.pass.subject).toString('hex');
    });
    expect(new Set(subjects).size).toBe(1);
  });
});

describe('the guard', () => {
  const person: Person = {
    ...{ who: 'somebody', shows: { form: 'guard-entry', text: '3-2-501' }, direction: 'in', due: 'let-in' },
    ...{ feverish: false, coreC: 36.9, contactC: 36.94, sensed: { skinC: 35.4, ambientC: 20 } },
  };

  /** A gate that is learning: it holds everybody. */
  function startVisits() {
    const time = createManualEnvironment();
    const gate = startGate(time.environment.now);
    const troubles: string[] = [];
    const visits = createVisits({
      signer: undefined,
      environment: time.environment,
      screen: (_, reading) => gate.screen(reading),
      onTrouble: (_, what) => troubles.push(what),
    });
    return { ...time, visits, troubles, passes: gate.passes };
  }

  test('measures whom the gate holds, ten seconds later, with the same code, and once', async () => {
    const { visits, passes, advance, pending } = startVisits();
    await visits.begin('gate', person);
    await advance(9_999);
    expect(passes).toMatchObject([{ verdict: 'recheck', reason: 'learning' }]);
    await advance(1);
    const [first, second] = passes;
    expect(second).toMatchObject({ verdict: 'admit', contactC: 36.94, skinC: null, code: first?.code });
    expect(second?.recheckOf).toEqual({ seq: 1, at: first?.at, reason: 'learning' });
    expect(pending()).toBe(0);
  });

  test('confirms a fever', async () => {
    const { visits, passes, advance } = startVisits();
    await visits.begin('gate', { ...person, contactC: 38.4 });
    await advance(10_000);
    expect(passes.at(-1)).toMatchObject({ verdict: 'refuse', reason: 'fever-confirmed' });
  });

  test('is not always there, and does not go after who was let in', async () => {
    const { visits, passes, advance, pending } = startVisits();
    for (let number = 0; number < 6; number++) {
      const sensed = { skinC: 35.4 + number / 100, ambientC: 20 };
      await visits.begin('gate', { ...person, contactC: number < 5 ? null : 36.9, sensed });
    }
    await advance(0);
    expect(passes.at(-1)).toMatchObject({ verdict: 'admit', reason: 'ok' });
    expect(pending()).toBe(0);
  });

  test('measures nobody any more once it is over', async () => {
    const { visits, passes, advance, pending } = startVisits();
    await visits.begin('gate', person);
    await advance(5_000);
    expect(pending()).toBe(1);
    visits.end();
    expect(pending()).toBe(0);
    await visits.begin('gate', person);
    await advance(20_000);
    expect(passes).toHaveLength(1);
  });

  test('a pass that nobody can sign is trouble, and no reason to stand still', async () => {
    const { visits, passes, troubles } = startVisits();
    const pass = { kind: 'resident', medium: 'phone', singleUse: false, fault: undefined } as const;
    const shows: ShownPass = { form: 'gatehouse', ...pass, ticket: 'ticket', holder: 'somebody', community };
    await visits.begin('gate', { ...person, shows });
    expect(troubles).toEqual([expect.stringContaining('could not be signed')]);
    expect(passes).toEqual([]);
  });
});
