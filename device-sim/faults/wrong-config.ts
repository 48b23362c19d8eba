import { defaultConfig } from '../../domain/messages/config.ts';
import { gateTopic } from '../../domain/topics.ts';
import { nothingBetween, type Passage, standBetween } from './between.ts';
import type { FaultOf } from './fault.ts';
import type { FaultContext, GateFault } from './gate-fault.ts';
import { letMomentsCome } from './spells.ts';

/** In force, each of them would be seen: nobody would ever be too warm. */
const limitC = { face: 5, forehead: 5 };
const wrongConfigs = [
  // No gate holds an older one.
  JSON.stringify({ ...defaultConfig, version: 0, limitC }),
  `{"version":${Number.MAX_SAFE_INTEGER},"lingerS":0,`,
  JSON.stringify({ ...defaultConfig, version: Number.MAX_SAFE_INTEGER, limitC: { face: 37.3, forehead: '37.3' } }),
];

export function wrongConfig({ meanEveryS }: FaultOf<'wrong-config'>, context: FaultContext): GateFault {
  let current: Passage | undefined;
  const heal = letMomentsCome(meanEveryS, context, () => {
    if (!current) return;
    context.fired();
    const payload = wrongConfigs[Math.floor(context.random() * wrongConfigs.length)] ?? '';
    current.tellGate(gateTopic(context.place, 'config'), Buffer.from(payload));
  });
  return {
    connect: (inner) =>
      standBetween(inner, (passage) => {
        current = passage;
        return nothingBetween;
      }),
    heal,
  };
}
