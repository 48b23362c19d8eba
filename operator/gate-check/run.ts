import type { GateConfig } from '../../domain/messages/config.ts';
import type { Clause } from './clauses.ts';
import type { CloudSide } from './cloud-side.ts';
import type { PassWatch } from './pass-watch.ts';

/** What a person at the gate is asked to do. */
export type Ask = (what: string) => void;

export interface CheckOptions {
  /** How long the gate is given for what it has to do by itself. */
  waitMs: number;
  /** The only clause that is asked for; without it, all. */
  only?: Clause | undefined;
  /** Asks a person to cut the gate's power; without it that part is left out. */
  askForPowerCut?: Ask | undefined;
  /** Ends the check early; the gate gets its config back all the same. */
  interruption?: AbortSignal;
  /** What the check is doing, for people who wait. */
  say: (line: string) => void;
}

/** One check of one gate. */
export interface Run extends CheckOptions {
  side: CloudSide;
  watch: PassWatch;
  /** The config that it was given last, before the check. */
  original: GateConfig;
  /** Hears of each config before the gate gets it. */
  gives: (config: GateConfig) => void;
}
