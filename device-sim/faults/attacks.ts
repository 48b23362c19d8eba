import { defaultConfig } from '../../domain/messages/config.ts';
import type { Pass } from '../../domain/messages/pass.ts';
import { gateTopic, ingestTopic } from '../../domain/topics.ts';
import type { GatePlace } from '../gate/gate.ts';
import { heardTopics } from '../gate/receive.ts';

/** What somebody tries who has got hold of a gate with its certificate. */
export interface Attack {
  name: (typeof attackNames)[number];
  clientId: string;
  topics: readonly string[];
  messages: readonly { topic: string; payload: string }[];
  /** No message of it may be acknowledged, and none heard; otherwise the cloud has to see through it. */
  forbidden: boolean;
}

export const attackNames = [
  'passes-of-another',
  'status-of-another',
  'connect-as-another',
  'listen-to-another',
  'no-json',
  'changed-pass',
  'lie-about-verdict',
] as const;

const floodMessages = 20;
/** Of passes that nobody made: no gate of a fleet draws it. */
const epoch = 'hostile0';

/** @param victim another gate. */
export function attackOf(name: Attack['name'], own: GatePlace, victim: GatePlace, atMs: number): Attack {
  const at = new Date(atMs).toISOString();
  const passes = (of: GatePlace, ...some: Pass[]) => ({
    topic: ingestTopic(of, 'passes'),
    payload: JSON.stringify({ sentAt: at, passes: some }),
  });
  const will = { topic: ingestTopic(victim, 'status'), payload: JSON.stringify({ kind: 'will', epoch }) };
  const basis = { name, clientId: own.gate, topics: [], messages: [], forbidden: true };
  switch (name) {
    case 'passes-of-another':
      return { ...basis, messages: [passes(victim, passAt(at))] };
    case 'status-of-another':
      return { ...basis, messages: [will] };
    case 'connect-as-another':
      return { ...basis, clientId: victim.gate, messages: [passes(victim, passAt(at)), will] };
    case 'listen-to-another':
      return { ...basis, topics: [...heardTopics(victim).slice(0, 3), gateTopic(victim, 'replies')] };
    case 'no-json': {
      const message = { topic: ingestTopic(own, 'passes'), payload: '{"sentAt":' };
      return { ...basis, messages: Array.from({ length: floodMessages }, () => message), forbidden: false };
    }
    case 'changed-pass':
      return { ...basis, messages: [passes(own, passAt(at)), passes(own, passAt(at, 36.2))], forbidden: false };
    case 'lie-about-verdict':
      return { ...basis, messages: [passes(own, { ...passAt(at, 40), seq: 2 })], forbidden: false };
  }
}

function passAt(at: string, skinC = 35.5): Pass {
  return {
    epoch,
    seq: 1,
    at,
    direction: 'in',
    site: 'face',
    skinC,
    ambientC: 20,
    baselineC: 35.5,
    code: null,
    verdict: 'admit',
    reason: 'ok',
    configVersion: defaultConfig.version,
    listsAgeS: null,
  };
}
