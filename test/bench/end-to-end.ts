import { createLoad, type LoadOptions } from '../../device-sim/load/load.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { benchLimits, inFlightPerGate } from './plan.ts';
import type { StoredCounter } from './stored-counter.ts';

export interface EndToEnd {
  /** Passes, from the first publish until the last is stored. */
  passesPerS: number;
  published: number;
  acknowledged: number;
  /** How long after the last PUBACK the last pass was stored: the backlog. */
  behindMs: number;
  /** From publish to PUBACK. */
  pubackMs: { p50: number | null; p99: number | null };
  /** Lines for people: what the gates complained about. */
  troubles: string[];
  ledger: Ledger;
}

interface Run {
  gates: LoadOptions['gates'];
  passesPerMessage: number;
  ms: number;
  /** Without it, as fast as the gates get their PUBACKs: an overload, which has to slow them. */
  ratePerS?: number;
  tooWarm?: boolean;
  onPublish?: LoadOptions['onPublish'];
}

/** Lets gates publish for so long and waits until everything is stored. */
export async function runEndToEnd({ ms, ...options }: Run, stored: StoredCounter): Promise<EndToEnd> {
  const ledger = createLedger();
  const troubles: string[] = [];
  const load = createLoad({
    ...options,
    inFlightPerGate,
    onPublish: (gate, passes) => {
      ledger.add(gate, passes);
      options.onPublish?.(gate, passes);
    },
    onTrouble: (gate, what) => troubles.push(`${gate}: ${what}`),
  });
  await load.connect();
  const before = stored.count();
  const startMs = performance.now();
  const { published, acknowledged, seconds, latencyMs } = await load.run(ms);
  const storedAtMs = await stored.reach(before + published, benchLimits.drainMs);
  await load.close();
  return {
    passesPerS: (1000 * published) / (storedAtMs - startMs),
    published,
    acknowledged,
    behindMs: Math.max(0, storedAtMs - startMs - 1000 * seconds),
    pubackMs: latencyMs,
    troubles,
    ledger,
  };
}
