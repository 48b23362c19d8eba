import { ingestLimits } from '../../domain/limits/functions.ts';
import { defaultConfig, type GateConfig, gateConfig } from '../../domain/messages/config.ts';
import { configKey } from '../../domain/state-keys.ts';
import { createLru } from './lru.ts';
import type { Retry } from './retry.ts';
import { readItem, type Table } from './table.ts';

export interface Configs {
  /** @returns undefined when the gate was never given that version. */
  find(gate: string, version: number, retry: Retry): Promise<GateConfig | undefined>;
}

/**
 * What gates were told. A version never changes, so one that was read is good for ever. One that is not there is
 * asked for again each time: it is written before the gate is told, so only a gate that lies names it.
 */
export function createConfigs(state: Table): Configs {
  const known = createLru<GateConfig>(ingestLimits.configsCachedMax);
  return {
    async find(gate, version, retry) {
      if (version === defaultConfig.version) return defaultConfig;
      const key = configKey(gate, version);
      const cacheKey = `${key.pk}#${key.sk}`;
      const cached = known.get(cacheKey);
      if (cached) return cached;
      const item = await readItem(state, key, retry);
      const config = gateConfig.safeParse(item?.['config']);
      if (!config.success) return undefined;
      known.set(cacheKey, config.data);
      return config.data;
    },
  };
}
