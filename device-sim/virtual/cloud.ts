import { parseJson } from '../../domain/json.ts';
import { type ListVersions, listHashBytes, listNames } from '../../domain/messages/lists.ts';
import type { Mark } from '../../domain/messages/marks.ts';
import { gateTopic, ingestTopic, listTopic } from '../../domain/topics.ts';
import type { Environment } from '../environment.ts';
import type { GatePlace } from '../gate/gate.ts';
import { createSequence, type Sequence } from './sequence.ts';
import { standInKey } from './signing.ts';

/** A message with passes as it came to the broker, to the byte. */
export interface TakenMessage {
  atMs: number;
  payload: string;
}

/** What stands behind the broker in virtual time: it keeps whatever comes, sends marks, and tells gates of lists. */
export interface VirtualCloud {
  take(place: GatePlace, topic: string, payload: string): void;
  /** By gate, in the order in which they came; also those that nobody understands. */
  messages(): ReadonlyMap<string, readonly TakenMessage[]>;
  /** Tells gates of the lists, now and from then on twice a day. */
  tellLists(): void;
}

/** As `reconcile` does it: about so long after passes came. */
const markAfterMs = 60_000;
const indexEveryMs = 12 * 3_600_000;

export function createVirtualCloud(
  { now, after }: Pick<Environment, 'now' | 'after'>,
  publish: (topic: string, payload: string, options?: { retain: boolean }) => void,
): VirtualCloud {
  const messages = new Map<string, TakenMessage[]>();
  const sequences = new Map<string, Map<string, Sequence>>();
  const markPlanned = new Set<string>();
  const at = () => new Date(now()).toISOString();

  const sendMarks = (place: GatePlace) => {
    markPlanned.delete(place.gate);
    for (const [epoch, { through }] of sequences.get(place.gate) ?? []) {
      const mark: Mark = { epoch, storedThrough: through(), at: at() };
      publish(gateTopic(place, 'marks'), JSON.stringify(mark));
    }
  };

  const number = (place: GatePlace, passes: readonly Numbered[]) => {
    const epochs = sequences.get(place.gate) ?? new Map<string, Sequence>();
    sequences.set(place.gate, epochs);
    for (const { epoch, seq } of passes) {
      const sequence = epochs.get(epoch) ?? createSequence();
      epochs.set(epoch, sequence);
      sequence.add(seq);
    }
    if (markPlanned.has(place.gate)) return;
    markPlanned.add(place.gate);
    after(markAfterMs, () => sendMarks(place));
  };

  const tellIndex = () => {
    const versions: ListVersions = Object.fromEntries(listNames.map((name) => [name, 1]));
    publish(listTopic('index'), JSON.stringify({ ...versions, issuedAt: at() }), { retain: true });
    after(indexEveryMs, tellIndex);
  };

  return {
    take: (place, topic, payload) => {
      if (topic !== ingestTopic(place, 'passes')) return;
      const ofGate = messages.get(place.gate) ?? [];
      messages.set(place.gate, ofGate);
      ofGate.push({ atMs: now(), payload });
      const passes = passesOf(parseJson(payload));
      if (passes.length > 0) number(place, passes);
    },
    messages: () => messages,
    tellLists: () => {
      const head = { version: 1, issuedAt: at() };
      const say = (name: string, list: object) =>
        publish(listTopic(name), JSON.stringify({ ...head, ...list }), { retain: true });
      say('keys', { keys: [standInKey] });
      say('revocations', { hashBytes: listHashBytes, hashes: '' });
      say('statuses', { hashBytes: listHashBytes, groups: [] });
      tellIndex();
    },
  };
}

interface Numbered {
  epoch: string;
  seq: number;
}

/** Looked at by hand: a schema would take longer for a day's million than all else that happens to them here. */
function passesOf(message: unknown): Numbered[] {
  if (typeof message !== 'object' || message === null || !('passes' in message)) return [];
  return Array.isArray(message.passes) ? message.passes.filter(isNumbered) : [];
}

function isNumbered(pass: unknown): pass is Numbered {
  if (typeof pass !== 'object' || pass === null || !('epoch' in pass && 'seq' in pass)) return false;
  return typeof pass.epoch === 'string' && Number.isSafeInteger(pass.seq);
}
