import { iotLimits } from '../limits.ts';
import { parseBasicIngest } from '../rules/basic-ingest.ts';

/** Reserved topics: https://docs.aws.amazon.com/iot/latest/developerguide/reserved-topics.html */
const eventsPrefix = '$aws/events/';
export const presencePrefix = `${eventsPrefix}presence/`;

const ruleName = /^[A-Za-z0-9_]{1,128}$/;

/** What is wrong with a topic to publish to, for the operator's log; undefined when nothing is. */
export function topicFault(topic: string): string | undefined {
  if (/[+#]/.test(topic)) return 'the topic has a wildcard';
  if (!topic.startsWith('$')) return nameFault(topic);
  const basicIngest = parseBasicIngest(topic);
  // Everything else under `$` is the broker's to publish: presence events, and aedes' own bookkeeping.
  if (basicIngest === undefined || !ruleName.test(basicIngest.ruleName)) return 'the topic is reserved';
  return basicIngest.topic === '' ? undefined : nameFault(basicIngest.topic);
}

/** What is wrong with a filter to subscribe to; undefined when nothing is. */
export function filterFault(filter: string): string | undefined {
  if (filter.startsWith('$') && !filter.startsWith(eventsPrefix)) return 'the filter is reserved';
  const levels = filter.split('/');
  const misplaced = levels.some(
    (level, index) =>
      (level.includes('#') && (level !== '#' || index !== levels.length - 1)) || (level.includes('+') && level !== '+'),
  );
  return misplaced ? 'the filter has a wildcard in the wrong place' : nameFault(filter);
}

function nameFault(name: string): string | undefined {
  if (name === '') return 'the topic is empty';
  // [MQTT-1.5.3-2]; U+FFFD is what text that was no UTF-8 has become.
  if (/[\0\uFFFD]/.test(name)) return 'the topic is no UTF-8 text';
  if (Buffer.byteLength(name) > iotLimits.topicMaxBytes) return `the topic is over ${iotLimits.topicMaxBytes} bytes`;
  const slashes = name.split('/').length - 1;
  if (slashes > iotLimits.topicMaxSlashes) return `the topic has over ${iotLimits.topicMaxSlashes} slashes`;
  return undefined;
}

/** Basic Ingest goes to its rule alone, and aedes' own topics to nobody. */
export function isForSubscribers(topic: string): boolean {
  return !topic.startsWith('$') || topic.startsWith(presencePrefix);
}

export function hasWildcard(filter: string): boolean {
  return /[+#]/.test(filter);
}

/** Whether a filter covers a topic (MQTT 3.1.1, 4.7). */
export function filterCovers(filter: string, topic: string): boolean {
  const filterLevels = filter.split('/');
  const topicLevels = topic.split('/');
  // [MQTT-4.7.2-1]: a leading wildcard leaves out topics that begin with `$`.
  if (topic.startsWith('$') && hasWildcard(filterLevels[0] ?? '')) return false;
  for (const [index, level] of filterLevels.entries()) {
    if (level === '#') return true;
    if (index >= topicLevels.length || (level !== '+' && level !== topicLevels[index])) return false;
  }
  return filterLevels.length === topicLevels.length;
}
