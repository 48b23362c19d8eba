import type * as z from 'zod';
import { parseIJson } from '../../domain/i-json.ts';
import { command } from '../../domain/messages/command.ts';
import { gateConfig } from '../../domain/messages/config.ts';
import { keyList, listIndex, listNames, revocationList, statusList } from '../../domain/messages/lists.ts';
import { mark } from '../../domain/messages/marks.ts';
import { type GateChannel, gateTopic, listTopic, parseGateTopic, parseListTopic } from '../../domain/topics.ts';
import type { GatePlace } from './gate.ts';
import type { Input } from './step.ts';

/** What a gate listens to on topics of its own. */
const heardChannels = ['config', 'marks', 'commands'] as const satisfies GateChannel[];

/** What a gate listens to: exact topics, since a wildcard never receives retained messages on AWS. */
export function heardTopics(place: Pick<GatePlace, 'community' | 'gate'>): string[] {
  return [...heardChannels.map((channel) => gateTopic(place, channel)), ...[...listNames, 'index'].map(listTopic)];
}

/**
 * Reads a message that came for the gate.
 * @param nonce random; for the offer that follows a command.
 * @returns undefined when it is not understood: a gate never acts on half a message.
 */
export function receive(topic: string, payload: Uint8Array, nonce: string): Input | undefined {
  const json = parseIJson(payload);
  if (!json.ok) return undefined;
  const read = <T>(schema: z.ZodType<T>, toInput: (message: T) => Input) => {
    const parsed = schema.safeParse(json.value);
    return parsed.success ? toInput(parsed.data) : undefined;
  };
  switch (parseGateTopic(topic)?.channel ?? parseListTopic(topic)) {
    case 'config':
      return read(gateConfig, (config) => ({ kind: 'config', config }));
    case 'marks':
      return read(mark, (marked) => ({ kind: 'mark', mark: marked }));
    case 'commands':
      return read(command, (asked) => ({ kind: 'command', command: asked, nonce }));
    case 'keys':
      return read(keyList, (list) => ({ kind: 'list', list: { name: 'keys', list } }));
    case 'revocations':
      return read(revocationList, (list) => ({ kind: 'list', list: { name: 'revocations', list } }));
    case 'statuses':
      return read(statusList, (list) => ({ kind: 'list', list: { name: 'statuses', list } }));
    case 'index':
      return read(listIndex, (index) => ({ kind: 'list-index', index }));
    default:
      return undefined;
  }
}
