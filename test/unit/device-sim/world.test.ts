/** The world's people: the seed alone decides them, and they are as many and as warm as they are said to be. */
import { describe, expect, test } from 'vitest';
import { yuhangGates } from '../../../device-sim/places.ts';
import { createCrowd, type Person } from '../../../device-sim/world/people.ts';
import { usualShares as shares } from '../../../device-sim/world/shares.ts';
import { id } from '../../../domain/messages/fields.ts';
import { shownCode } from '../../../domain/messages/pass.ts';
import { exponential, seededRandom } from '../../../domain/seeded-random.ts';

interface Options {
  seed?: string;
  gate?: string;
  feverShare?: number;
  ownPasses?: boolean;
  count?: number;
}

function crowd({ seed = '1', gate = 'gate', feverShare = 0.005, ownPasses = true, count = 10_000 }: Options = {}) {
  const options = { seed, community: 'xixi-1', feverShare, ownPasses, revoked: true };
  return Array.from({ length: count }, createCrowd(options, seededRandom(`${seed}/${gate}`)));
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const shareOf = (people: readonly Person[], test: (person: Person) => boolean | undefined) =>
  people.filter(test).length / people.length;
const isResident = ({ who }: Person) => /\/\d+$/.test(who);
const passOf = ({ shows }: Person) => (shows?.form === 'gatehouse' ? shows : undefined);

describe('people', () => {
  test('the same seed gives the same people and truths, another seed others', () => {
    const count = 2_000;
    expect(crowd({ count })).toEqual(crowd({ count }));
    expect(crowd({ count })).not.toEqual(crowd({ count, seed: '2' }));
  });

  test('the same person shows the same at every gate', () => {
    const shown = new Map(crowd().map(({ who, shows }) => [who, shows]));
    const others = crowd({ gate: 'another' }).filter((person) => !person.who.includes('visitor'));
    expect(others.some(({ who }) => shown.has(who))).toBe(true);
    const again = others.filter(({ who }) => shown.has(who));
    expect(again.map(({ shows }) => shows)).toEqual(again.map(({ who }) => shown.get(who)));
  });

  test('so many have a fever, are warmer, and a contact thermometer shows it', () => {
    const people = crowd({ feverShare: 0.1 });
    const feverish = people.filter((person) => person.feverish);
    const healthy = people.filter((person) => !person.feverish);
    const skin = (group: readonly Person[]) => mean(group.flatMap(({ sensed }) => sensed.skinC ?? []));
    expect(feverish.length / people.length).toBeCloseTo(0.1, 1);
    expect(skin(feverish) - skin(healthy)).toBeCloseTo(1.2, 0);
    expect(people.every((person) => person.feverish === person.coreC >= 37.5)).toBe(true);
    const offC = people.flatMap(({ coreC, contactC }) => (contactC === null ? [] : Math.abs(contactC - coreC)));
    expect(Math.max(...offC)).toBeLessThan(0.5);
    expect(shareOf(people, ({ contactC }) => contactC === null)).toBeCloseTo(shares.guardAbsent, 1);
  });

  test('some gates take four readings of everybody, of which the last is the warmest', () => {
    const gates = Array.from({ length: 20 }, (_, number) => crowd({ gate: `gate-${number}`, count: 300 }));
    const further = gates.map((people) => people.map(({ sensed }) => sensed.more ?? []));
    const several = further.filter(([first]) => first?.length === 3);
    expect(several.length).toBeGreaterThan(0);
    expect(further.filter(([first]) => first?.length === 0).length).toBeGreaterThan(several.length);
    for (const people of several) {
      const atPlace = (place: number) => mean(people.flatMap((readings) => readings[place] ?? []));
      expect(atPlace(2) - atPlace(0)).toBeGreaterThan(0.5);
    }
  });
});

describe('what they show', () => {
  const people = crowd();
  const residents = people.filter(isResident);

  test('every form of code, about as often as the shares say', () => {
    const { residents: habits } = shares;
    const form = (name: string | undefined) => shareOf(residents, ({ shows }) => shows?.form === name);
    expect(form('provider')).toBeCloseTo(habits.provider, 1);
    expect(form('guard-entry')).toBeCloseTo(habits['guard-entry'], 1);
    expect(form(undefined)).toBeCloseTo(habits.nothing, 1);
    expect(shareOf(residents, (person) => passOf(person)?.medium === 'card')).toBeCloseTo(habits.card, 1);
    const isBorrowed = (person: Person) => passOf(person) && passOf(person)?.holder !== person.who;
    expect(shareOf(residents, isBorrowed)).toBeGreaterThan(0);
    expect(shareOf(residents, isBorrowed)).toBeLessThan(habits.household);
    const kinds = new Set(people.map((person) => passOf(person)?.kind));
    expect(kinds).toEqual(new Set(['resident', 'visitor', 'courier', undefined]));
  });

  test('frauds of every kind are there, and rare', () => {
    for (const fault of ['forged', 'expired', 'other-community', 'revoked', 'used'] as const) {
      const share = shareOf(people, (person) => passOf(person)?.fault === fault);
      expect(share, fault).toBeGreaterThan(0);
      expect(share, fault).toBeLessThan(0.01);
    }
    const forOneUse = people.flatMap((person) => passOf(person) ?? []).filter(({ singleUse }) => singleUse);
    const tickets = forOneUse.map(({ ticket }) => ticket);
    const isRepeated = tickets.map((ticket, index) => tickets.indexOf(ticket) < index);
    expect(forOneUse.map(({ fault }) => fault === 'used')).toEqual(isRepeated);
  });

  test('nobody has a revoked pass where nobody revokes, and where nobody signs everybody has a provider', () => {
    const crowdOf = (issuing: { ownPasses: boolean; revoked: boolean }) =>
      Array.from(
        { length: 2_000 },
        createCrowd({ seed: '1', community: 'xixi-1', feverShare: 0, ...issuing }, seededRandom('1/gate')),
      );
    const noneRevoked = crowdOf({ ownPasses: true, revoked: false });
    expect(noneRevoked.some((person) => passOf(person)?.fault === 'revoked')).toBe(false);
    const noneSigned = crowdOf({ ownPasses: false, revoked: false });
    expect(noneSigned.some(passOf)).toBe(false);
    expect(noneSigned.map(({ who, sensed }) => ({ who, sensed }))).toEqual(
      noneRevoked.map(({ who, sensed }) => ({ who, sensed })),
    );
  });

  test('what needs no signature fits the wire, and hardly any of it is red', () => {
    const codes = crowd({ ownPasses: false }).flatMap(({ shows }) =>
      shows && shows.form !== 'gatehouse' ? shows : [],
    );
    expect(codes.filter((code) => !shownCode.safeParse(code).success)).toEqual([]);
    const red = codes.filter((code) => code.form === 'provider' && code.status === 'red').length / codes.length;
    expect(red).toBeGreaterThan(0);
    expect(red).toBeLessThan(0.005);
  });
});

test('gaps between arrivals have the mean that was asked for', () => {
  const random = seededRandom('gaps');
  expect(mean(Array.from({ length: 20_000 }, () => exponential(random, 100)))).toBeCloseTo(100, -1);
});

test('every place of a large fleet has an id of its own that fits the wire', () => {
  const places = yuhangGates(5_000);
  expect(new Set(places.map(({ gate }) => gate)).size).toBe(5_000);
  for (const { gate, community, district } of places) {
    for (const name of [gate, community, district]) expect(id.safeParse(name).success).toBe(true);
  }
});
