/** The world's people: the seed alone decides them, and they are as many and as warm as they are said to be. */
import { describe, expect, test } from 'vitest';
import { yuhangGates } from '../../../../device-sim/places.ts';
import type { Person } from '../../../../device-sim/world/people.ts';
import { calmWorld, withFevers } from '../../../../device-sim/world/profile.ts';
import { usualShares } from '../../../../device-sim/world/shares.ts';
import { defaultConfig } from '../../../../domain/messages/config.ts';
import { id } from '../../../../domain/messages/fields.ts';
import { shownCode } from '../../../../domain/messages/pass.ts';
import { crowdOf, fourGates, isResident, mean, shareOf } from './crowd-of.ts';

const oneGate = yuhangGates(1);
const passOf = ({ shows }: Person) => (shows?.form === 'gatehouse' ? shows : undefined);
const eachOnce = (people: readonly Person[]) => [...new Map(people.map((person) => [person.who, person])).values()];

describe('people', () => {
  test('the same seed gives the same people and truths, another seed others', () => {
    const count = 1_000;
    expect(crowdOf({ count })).toEqual(crowdOf({ count }));
    expect(crowdOf({ count })).not.toEqual(crowdOf({ count, seed: 2 }));
  });

  test('the same person has the same fever and shows the same whenever they pass', () => {
    const world = withFevers(calmWorld, 0.1);
    const people = crowdOf({ world, places: oneGate, count: 8_000 });
    const first = new Map<string, Person>();
    for (const person of people) first.set(person.who, first.get(person.who) ?? person);
    expect(first.size).toBeLessThan(people.length / 2);
    const truth = ({ coreC, feverish, shows }: Person) => ({ coreC, feverish, shows });
    const isOther = people.filter((person) => {
      const before = first.get(person.who);
      return before && JSON.stringify(truth(before)) !== JSON.stringify(truth(person));
    });
    expect(isOther).toEqual([]);
  });

  test('so many have a fever and are warmer', () => {
    const people = eachOnce(crowdOf({ world: withFevers(calmWorld, 0.1), places: oneGate, count: 8_000 }));
    const skin = (feverish: boolean) =>
      mean(people.flatMap((person) => (person.feverish === feverish ? (person.sensed.skinC ?? []) : [])));
    expect(shareOf(people, ({ feverish }) => feverish)).toBeCloseTo(0.1, 1);
    expect(skin(true) - skin(false)).toBeCloseTo(1.2, 0);
    expect(people.every((person) => person.feverish === person.coreC >= 37.5)).toBe(true);
  });

  test("the guard's thermometer shows the armpit: by the usual limit hardly a healthy person is confirmed", () => {
    const measured = crowdOf({ world: withFevers(calmWorld, 0.1), places: oneGate }).flatMap(
      ({ contactC, coreC, feverish }) => (contactC === null ? [] : { contactC, coreC, feverish }),
    );
    expect(mean(measured.map(({ contactC, coreC }) => coreC - contactC))).toBeCloseTo(0.2, 1);
    const confirmed = (feverish: boolean) =>
      shareOf(
        measured.filter((one) => one.feverish === feverish),
        ({ contactC }) => contactC >= defaultConfig.contactLimitC,
      );
    expect(confirmed(false)).toBeLessThan(0.02);
    expect(confirmed(true)).toBeGreaterThan(0.9);
    expect(shareOf(crowdOf(), ({ contactC }) => contactC === null)).toBeCloseTo(usualShares.guardAbsent, 1);
  });

  test('some gates take four readings of everybody, of which the last is the warmest', () => {
    const places = yuhangGates(20);
    const gates = places.map((_, gate) => crowdOf({ places, gate, count: 300 }));
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
  const people = crowdOf({ places: oneGate, count: 20_000 });
  const residents = eachOnce(people.filter(isResident));

  test('every form of code, about as often as the shares say', () => {
    const { residents: habits } = usualShares;
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

  test('frauds of every kind are there and rare, and are due to be kept out', () => {
    for (const fault of ['forged', 'expired', 'other-community', 'revoked', 'used'] as const) {
      const frauds = people.filter((person) => passOf(person)?.fault === fault);
      expect(frauds.length, fault).toBeGreaterThan(0);
      expect(frauds.length / people.length, fault).toBeLessThan(0.02);
      expect(new Set(frauds.map(({ due }) => due))).toEqual(new Set(['kept-out']));
    }
    const dues = new Set(people.map(({ due }) => due));
    expect(dues).toEqual(new Set(['let-in', 'looked-at', 'kept-out']));
  });

  test('a pass for one use comes in once, whoever comes in with it after that is a fraud, and going out is none', () => {
    const visits = people.flatMap((person) => {
      const pass = passOf(person);
      return pass?.singleUse ? { pass, direction: person.direction } : [];
    });
    const seen = new Set<string>();
    for (const { pass, direction } of visits) {
      expect(pass.fault === 'used').toBe(direction === 'in' && seen.has(pass.ticket));
      if (direction === 'out') expect(seen.has(pass.ticket)).toBe(true);
      seen.add(pass.ticket);
    }
    expect(visits.some(({ direction }) => direction === 'out')).toBe(true);
  });

  test("a courier's copied code comes in at gates that are not theirs: no gate can know", () => {
    const world = { ...calmWorld, shares: { ...usualShares, couriersCopied: 0.2 } };
    const couriers = fourGates.flatMap((_, gate) =>
      crowdOf({ gate, world, count: 3_000 }).flatMap((person) => {
        const pass = passOf(person);
        return pass?.kind === 'courier' ? { ...person, gate, pass } : [];
      }),
    );
    const copies = couriers.filter(({ pass }) => pass.fault === 'copied');
    expect(copies.length).toBeGreaterThan(0);
    const right = new Map(couriers.flatMap((one) => (one.pass.fault ? [] : [[one.pass.ticket, one] as const])));
    for (const { pass, gate, due, direction } of copies) {
      expect({ due, direction }).toEqual({ due: 'found-out', direction: 'in' });
      expect(right.get(pass.ticket)?.gate).not.toBe(gate);
    }
    const gatesOfEach = Map.groupBy(
      [...couriers].filter(({ pass }) => !pass.fault),
      ({ who }) => who,
    );
    for (const passages of gatesOfEach.values()) expect(new Set(passages.map(({ gate }) => gate)).size).toBe(1);
  });

  test('nobody has a revoked pass where nobody revokes, and where nobody signs everybody has a provider', () => {
    const noneRevoked = crowdOf({ count: 2_000, revoked: false });
    expect(noneRevoked.some((person) => passOf(person)?.fault === 'revoked')).toBe(false);
    const noneSigned = crowdOf({ count: 2_000, ownPasses: false });
    expect(noneSigned.some(passOf)).toBe(false);
    const bodyOf = ({ who, sensed }: Person) => ({ who, sensed });
    expect(noneSigned.map(bodyOf)).toEqual(noneRevoked.map(bodyOf));
  });

  test('what needs no signature fits the wire, and hardly any of it is red', () => {
    const codes = crowdOf({ ownPasses: false, places: oneGate, count: 10_000 }).flatMap(({ shows }) =>
      shows && shows.form !== 'gatehouse' ? shows : [],
    );
    expect(codes.filter((code) => !shownCode.safeParse(code).success)).toEqual([]);
    const red = shareOf(codes, (code) => code.form === 'provider' && code.status === 'red');
    expect(red).toBeGreaterThan(0);
    expect(red).toBeLessThan(0.005);
  });
});

test('every place of a large fleet has an id of its own that fits the wire', () => {
  const places = yuhangGates(5_000);
  expect(new Set(places.map(({ gate }) => gate)).size).toBe(5_000);
  for (const { gate, community, district } of places) {
    for (const name of [gate, community, district]) expect(id.safeParse(name).success).toBe(true);
  }
});
