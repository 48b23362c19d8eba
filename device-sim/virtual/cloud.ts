import * as z from 'zod';
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
  /** Tells gates of the lists, now and from then on every hour. */
  tellLists(): void;
}

/** As `reconcile` does it: about so long after passes came. */
const markAfterMs = 60_000;
const indexEveryMs = 3_600_000;

const numbered = z.object({ passes: z.array(z.object({ epoch: z.string(), seq: z.int() })) });

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

  const number = (place: GatePlace, { passes }: z.infer<typeof numbered>) => {
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
      const read = numbered.safeParse(parseJson(payload));
      if (read.success) number(place, read.data);
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
