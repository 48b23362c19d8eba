// Goal: a rule hears the topics that its FROM names, as AWS documents filters.
// Method: https://docs.aws.amazon.com/iot/latest/developerguide/topics.html, …/iot-sql-from.html and MQTT 3.1.1, 4.7.
import { expect, test } from 'vitest';
import { UsageError } from '../../../../domain/errors.ts';
import { compileTopicFilter } from '../../../../local/rules/topic-filter.ts';

test.each([
  ['a/b', ['a/b'], ['a/c', 'a', 'a/b/', 'A/b', '/a/b']],
  ['a/#', ['a/b', 'a/c', 'a/e/f', 'a/'], ['b/x', 'a', 'ab']],
  ['a/+', ['a/b', 'a/c', 'a/'], ['a/e/f', 'b/x', 'a']],
  ['sensor/+/room1', ['sensor/temperature/room1', 'sensor/humidity/room1'], ['sensor/temperature/room2']],
  ['+', ['a', ''], ['a/b', '$aws']],
  ['#', ['a', 'a/b', '/'], ['$aws/events/presence/connected/gate-7', '$SYS/x']],
  ['+/b', ['a/b', '/b'], ['$x/b']],
  ['$aws/events/presence/+/+', ['$aws/events/presence/connected/gate-7'], ['$aws/events/presence/connected', 'x']],
  ['$aws/#', ['$aws/events'], ['aws/events']],
  ['+/+/#', ['a/b/c', 'a/b/c/d'], ['a/b']],
])('%s', (filter, heard, unheard) => {
  const matches = compileTopicFilter(filter);
  expect(heard.filter((topic) => !matches(topic))).toEqual([]);
  expect(unheard.filter(matches)).toEqual([]);
});

test.each(['', 'a/#/b', 'a#', 'a/b+', '++', '#/', 'a\0', '$aws/rules/x/#'])('no filter for a rule: %j', (filter) => {
  expect(() => compileTopicFilter(filter)).toThrow(UsageError);
});
