import { UsageError } from '../../domain/errors.ts';
import { basicIngestPrefix } from './basic-ingest.ts';

const oneLevel = '+';
const allBelow = '#';

/**
 * Compiles a topic filter into a test of topics.
 * As AWS documents it, `a/#` wants something below `a` (MQTT itself would let it match `a` too), and a leading wildcard
 * matches no reserved topic (`$…`) [MQTT-4.7.2-1].
 * https://docs.aws.amazon.com/iot/latest/developerguide/topics.html#topicfilters
 * @throws UsageError for what is no topic filter, or what no rule may listen to.
 */
export function compileTopicFilter(filter: string): (topic: string) => boolean {
  const levels = filter.split('/');
  checkFilter(filter, levels);
  const open = levels.at(-1) === allBelow;
  const fixed = open ? levels.slice(0, -1) : levels;
  const startsWithWildcard = levels[0] === oneLevel || levels[0] === allBelow;
  return (topic) => {
    if (startsWithWildcard && topic.startsWith('$')) return false;
    const names = topic.split('/');
    if (open ? names.length <= fixed.length : names.length !== fixed.length) return false;
    return fixed.every((level, index) => level === oneLevel || level === names[index]);
  };
}

function checkFilter(filter: string, levels: readonly string[]): void {
  const misplaced = levels.some((level, index) => {
    if (level === allBelow) return index !== levels.length - 1;
    return level !== oneLevel && /[+#\0]/.test(level);
  });
  if (filter === '' || misplaced) {
    throw new UsageError(
      `The topic filter ${JSON.stringify(filter)} is none: + and # stand alone in a level, # in the last.`,
    );
  }
  if (filter.startsWith(basicIngestPrefix)) {
    throw new UsageError(
      `The topic filter ${JSON.stringify(filter)} is reserved for Basic Ingest: publishing there reaches the named rule without any FROM.`,
    );
  }
}
