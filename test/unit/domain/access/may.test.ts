// Goal: nobody sees or does anything outside their communities, or without one known role (law 4).
// Method: laws over any claims; the whole table, spelled out a second time by hand.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Action, actions, may, type Place } from '../../../../domain/access/may.ts';
import { type Principal, type Role, readPrincipal, roles } from '../../../../domain/access/principal.ts';

const xixi: Place = { district: 'yuhang', community: 'xixi' };
const claims = { sub: 'c1f0', origin_jti: 'session-1', 'cognito:groups': ['guard', 'community:xixi'] };

describe('claims', () => {
  const guard = { subject: 'c1f0', role: 'guard', districts: [], communities: ['xixi'], sessionId: 'session-1' };
  const { origin_jti, 'cognito:groups': groups, ...nameless } = claims;
  test.each<[string, Record<string, unknown>, Principal | undefined | object]>([
    ['as a token has them', claims, guard],
    ['as API Gateway hands them on', { ...claims, 'cognito:groups': '[guard community:xixi]' }, guard],
    ["of the operator's own issuer", { ...nameless, sid: 'session-1', groups }, guard],
    ['with a token id and no session', { ...nameless, jti: 'session-1', groups }, guard],
    ['without a session', { ...nameless, groups }, undefined],
    ['without groups', { ...nameless, origin_jti }, undefined],
    ['without a subject', { ...claims, sub: undefined }, undefined],
    ['with an unknown role', { ...claims, 'cognito:groups': ['admin', 'community:xixi'] }, undefined],
    ['with a role in capitals', { ...claims, 'cognito:groups': ['Guard', 'community:xixi'] }, undefined],
    ['with two roles', { ...claims, 'cognito:groups': ['guard', 'operator', 'community:xixi'] }, undefined],
    ['with groups that are none', { ...claims, 'cognito:groups': { guard: true } }, undefined],
    [
      'with wild cards for places',
      { ...claims, 'cognito:groups': ['guard', 'community:*', 'district:+', 'community:'] },
      { ...guard, communities: [] },
    ],
  ])('%s', (_name, given, expected) => {
    expect(readPrincipal(given)).toEqual(expected);
  });
});

test('the table: who may do what in their own community', () => {
  const allowed = (role: Role, places: Pick<Principal, 'districts' | 'communities'>) =>
    actions.filter((action) => may({ subject: 'c1f0', sessionId: 'session-1', role, ...places }, action, xixi));
  const ofOfficers: Action[] = ['configure-gates', 'name-guards', 'see-load', 'keep-rosters'];
  const everything = actions.filter((action) => !ofOfficers.includes(action));
  const ofDevices: Action[] = ['see-alerts-about-devices', 'handle-alerts-about-devices', 'see-gates'];
  const ofGuards: Action[] = ['open-barriers', 'be-on-shift'];
  const inCommunity = { districts: [], communities: ['xixi'] };
  expect(allowed('guard', inCommunity)).toEqual(everything);
  expect(allowed('officer', inCommunity)).toEqual(actions.filter((action) => !ofGuards.includes(action)));
  expect(allowed('operator', inCommunity)).toEqual([...ofDevices, 'configure-gates']);
  const inDistrict = { districts: ['yuhang'], communities: [] };
  const byCommunityOnly: Action[] = ['open-barriers', 'issue-visitor-codes'];
  expect(allowed('guard', inDistrict)).toEqual(everything.filter((action) => !byCommunityOnly.includes(action)));
});

const ids = fc.constantFrom('xixi', 'wuchang', 'yuhang', 'liangzhu');
const groupNames = fc.oneof(
  fc.constantFrom(...roles),
  fc.tuple(fc.constantFrom('community', 'district'), ids).map(([kind, place]) => `${kind}:${place}`),
  fc.string(),
);
const anyClaims = fc.record({
  sub: fc.string({ minLength: 1 }),
  origin_jti: fc.string({ minLength: 1 }),
  'cognito:groups': fc.array(groupNames, { maxLength: 6 }),
});

test('nobody may anything where no group of theirs names the place, nor without exactly one role', () => {
  fc.assert(
    fc.property(
      anyClaims,
      fc.constantFrom(...actions),
      fc.record({ district: ids, community: ids }),
      (given, action, place) => {
        const principal = readPrincipal(given);
        const groups = given['cognito:groups'];
        const held = roles.filter((role) => groups.includes(role));
        const named = groups.includes(`community:${place.community}`) || groups.includes(`district:${place.district}`);
        const allowed = principal !== undefined && may(principal, action, place);
        expect(allowed && (held.length !== 1 || !named)).toBe(false);
      },
    ),
  );
});

test('a group that is neither a role nor a place gives nothing and takes nothing away', () => {
  fc.assert(
    fc.property(anyClaims, fc.string(), fc.constantFrom(...actions), (given, more, action) => {
      const before = readPrincipal(given);
      const after = readPrincipal({ ...given, 'cognito:groups': [...given['cognito:groups'], more] });
      fc.pre(!roles.some((role) => role === more) && !/^(community|district):/.test(more));
      expect(after && may(after, action, xixi)).toBe(before && may(before, action, xixi));
    }),
  );
});
