import { GatehouseError } from '../../domain/errors.ts';
import type { Receipt } from '../../domain/ledger/receipt.ts';

/** What there is to know of one gate since the last time. */
export interface GateNews {
  gate: string;
  community: string;
  receipts: readonly Receipt[];
  /** All receipts up to then have been read, in milliseconds. */
  asOfMs: number;
}

/** Thrown when others wrote the same item each time: the next tick comes when they are done. */
export class ContendedError extends GatehouseError {
  override readonly name = 'ContendedError';
}
