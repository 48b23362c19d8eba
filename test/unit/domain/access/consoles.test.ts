import { describe, expect, test } from 'vitest';
import { consoleClientId, isConsoleOf } from '../../../../domain/access/console-client.ts';
import { heardAlerts } from '../../../../domain/access/heard-alerts.ts';
import type { Principal, Role } from '../../../../domain/access/principal.ts';

/*
 * Goal: a console has a client id of its own that nobody else can take, and hears the alerts of its places (law 4).
 * Method: ids and filters spelled out by hand.
 */

const digest = '0123456789abcdef'.repeat(4);

test('a console’s client id holds whose it is and which page', () => {
  expect(consoleClientId(digest, 'a1')).toBe('guard-0123456789abcdef-a1');
  expect(isConsoleOf(digest, 'guard-0123456789abcdef-a1')).toBe(true);
});

test.each([
  ['of somebody else', 'guard-1123456789abcdef-a1'],
  ['of a gate', 'xixi-gate-1'],
  ['of a post with a certificate', 'guard-xixi'],
  ['of no page', 'guard-0123456789abcdef-'],
  ['none', ''],
  ['with a wildcard', 'guard-0123456789abcdef-*'],
  ['with a variable', 'guard-0123456789abcdef-${iot:ClientId}'],
  ['with another case', 'guard-0123456789abcdef-A1'],
  ['too long', `guard-0123456789abcdef-${'a'.repeat(33)}`],
  ['with a line break', 'guard-0123456789abcdef-a1\n'],
])('a client id %s is not theirs', (_, clientId) => {
  expect(isConsoleOf(digest, clientId)).toBe(false);
});

describe('somebody hears', () => {
  const of = (role: Role, districts: string[], communities: string[]): Principal => ({
    subject: 'wang',
    role,
    districts,
    communities,
    sessionId: 's',
  });
  const xixi = { district: 'yuhang', community: 'xixi' };
  const gulou = { district: 'gulou', community: 'drum' };

  test('their communities, each where it is', () => {
    expect(heardAlerts(of('guard', [], ['xixi', 'drum']), [xixi, gulou])).toEqual([
      'gatehouse/v1/guards/yuhang/xixi/alerts',
      'gatehouse/v1/guards/gulou/drum/alerts',
    ]);
  });

  test('a district by one filter, which has its communities in it', () => {
    expect(heardAlerts(of('officer', ['yuhang'], ['xixi', 'drum']), [xixi, gulou])).toEqual([
      'gatehouse/v1/guards/yuhang/+/alerts',
      'gatehouse/v1/guards/gulou/drum/alerts',
    ]);
  });

  test('nothing, who may not see persons', () => {
    expect(heardAlerts(of('operator', ['yuhang'], ['drum']), [gulou])).toEqual([]);
  });

  test('nothing of a community that nobody knows, or that is not theirs', () => {
    expect(heardAlerts(of('guard', [], ['xixi']), [])).toEqual([]);
    expect(heardAlerts(of('guard', [], ['xixi']), [gulou])).toEqual([]);
  });
});
