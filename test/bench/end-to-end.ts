import type { Load } from '../../device-sim/load/load.ts';
import type { LoadPlan } from '../../device-sim/load/sender.ts';
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
  ledger: Ledger;
}

type Run = Omit<LoadPlan, 'inFlightPerGate'> & { ms: number };

/** Lets connected gates publish for so long and waits until everything is stored. */
export async function runEndToEnd(load: Load, { ms, ...plan }: Run, stored: StoredCounter): Promise<EndToEnd> {
  const ledger = createLedger();
  const before = stored.count();
  const startMs = performance.now();
  const { published, acknowledged, seconds, latencyMs } = await load.run(ms, {
    ...plan,
    inFlightPerGate,
    onPublish: (gate, passes) => {
      ledger.add(gate, passes);
      plan.onPublish?.(gate, passes);
    },
  });
  const storedAtMs = await stored.reach(before + published, benchLimits.drainMs);
  return {
    passesPerS: (1000 * published) / (storedAtMs - startMs),
    published,
    acknowledged,
    behindMs: Math.max(0, storedAtMs - startMs - 1000 * seconds),
    pubackMs: latencyMs,
    ledger,
  };
}
