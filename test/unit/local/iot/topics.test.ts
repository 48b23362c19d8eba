// Goal: topics and filters are judged as IoT Core judges them, limits and reserved ones included.
// Method: tables of cases; the matcher against the clauses of MQTT 3.1.1, 4.7.

import { describe, expect, it } from 'vitest';
import { keepAliveFor } from '../../../../local/iot/admission.ts';
import { filterCovers, filterFault, isForSubscribers, topicFault } from '../../../../local/iot/topics.ts';

describe('a topic to publish to', () => {
  it.each([
    'a',
    'a/b',
    '/',
    'a//b',
    '1/2/3/4/5/6/7/8',
    '$aws/rules/r',
    '$aws/rules/r/1/2/3/4/5/6/7/8',
    'x'.repeat(256),
  ])('%s is good', (topic) => expect(topicFault(topic)).toBeUndefined());
  it.each([
    ['', 'empty'],
    ['a/+', 'wildcard'],
    ['a/#', 'wildcard'],
    ['a\0b', 'UTF-8'],
    ['a\uFFFDb', 'UTF-8'],
    ['1/2/3/4/5/6/7/8/9', 'slashes'],
    ['ü'.repeat(129), '256 bytes'],
    ['$SYS/x', 'reserved'],
    ['$aws/events/presence/connected/x', 'reserved'],
    ['$aws/things/x/shadow/update', 'reserved'],
    ['$aws/rules/', 'reserved'],
    ['$aws/rules/no-dash/x', 'reserved'],
    ['$aws/rules/r/1/2/3/4/5/6/7/8/9', 'slashes'],
  ])('%j is not: %s', (topic, why) => expect(topicFault(topic)).toContain(why));
});

describe('a filter', () => {
  it.each(['#', '+', 'a/+/b/#', '+/a', '$aws/events/presence/connected/+'])('%s is good', (filter) =>
    expect(filterFault(filter)).toBeUndefined(),
  );
  it.each(['', 'a#', '#/a', 'a+', 'a/b+', '$share/g/a', '$SYS/#', '$aws/rules/r/x', '1/2/3/4/5/6/7/8/9'])(
    '%j is not',
    (filter) => expect(filterFault(filter)).toBeDefined(),
  );
});

it.each([
  ['a/b', 'a/b', true],
  ['a/+', 'a/b', true],
  ['a/+', 'a/b/c', false],
  ['a/#', 'a', true],
  ['a/#', 'a/b/c', true],
  ['+/b', '/b', true],
  ['#', 'a', true],
  ['#', '$aws/events/x', false],
  ['+/events/x', '$aws/events/x', false],
  ['a', 'a/b', false],
  ['a/b', 'a', false],
])('%s covers %s: %s', (filter, topic, expected) => expect(filterCovers(filter, topic)).toBe(expected));

it.each([
  ['a/b', true],
  ['$aws/events/presence/connected/x', true],
  ['$aws/rules/r/x', false],
  ['$SYS/x/new/clients', false],
])('%s is for subscribers: %s', (topic, expected) => expect(isForSubscribers(topic)).toBe(expected));

it.each([
  [undefined, 1_200],
  [0, 1_200],
  [5, 30],
  [60, 60],
  [65_535, 1_200],
])('keep-alive %s becomes %s', (asked, granted) => expect(keepAliveFor(asked)).toBe(granted));
