import { parseIJson } from '../../domain/i-json.ts';
import { command } from '../../domain/messages/command.ts';
import { gateConfig } from '../../domain/messages/config.ts';
import { mark } from '../../domain/messages/marks.ts';
import { type GateChannel, parseGateTopic } from '../../domain/topics.ts';
import type { Input } from './step.ts';

/** What a gate listens to: exact topics, since a wildcard never receives retained messages on AWS. */
export const heardChannels = ['config', 'marks', 'commands'] as const satisfies GateChannel[];

/**
 * Reads a message that came for the gate.
 * @param nonce random; for the offer that follows a command.
 * @returns undefined when it is not understood: a gate never acts on half a message.
 */
export function receive(topic: string, payload: Uint8Array, nonce: string): Input | undefined {
  const json = parseIJson(payload);
  if (!json.ok) return undefined;
  switch (parseGateTopic(topic)?.channel) {
    case 'config': {
      const parsed = gateConfig.safeParse(json.value);
      return parsed.success ? { kind: 'config', config: parsed.data } : undefined;
    }
    case 'marks': {
      const parsed = mark.safeParse(json.value);
      return parsed.success ? { kind: 'mark', mark: parsed.data } : undefined;
    }
    case 'commands': {
      const parsed = command.safeParse(json.value);
      return parsed.success ? { kind: 'command', command: parsed.data, nonce } : undefined;
    }
    default:
      return undefined;
  }
}
