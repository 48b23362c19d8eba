import { GatehouseError } from '../../domain/errors.ts';
import type { Fact } from '../../domain/ledger/fact.ts';

/** What there is to know of one gate since the last time. */
export interface GateNews {
  gate: string;
  community: string;
  facts: readonly Fact[];
  /** All there was to know up to then has been read, in milliseconds. */
  asOfMs: number;
}

/** Thrown when others wrote the same item each time: the next tick comes when they are done. */
export class ContendedError extends GatehouseError {
  override readonly name = 'ContendedError';
}
