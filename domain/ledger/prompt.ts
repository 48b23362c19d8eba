import { ledgerLimits } from '../limits/ledger.ts';

/*
 * Most passes are stored while their own time is near. They are found by reading `passes` by time, once nobody can still
 * be writing them. Here is what writers and the reader have to agree upon; all times in milliseconds.
 */

const { clockOffMs, promptForMs, writtenWithinMs } = ledgerLimits;

/**
 * Whether a pass will be found by its time; any other leaves a receipt once it is stored.
 * @param atMs its time by the gate's clock; @param nowMs when it is about to be stored.
 */
export function isPrompt(atMs: number, nowMs: number): boolean {
  return atMs > nowMs - promptForMs && atMs <= nowMs + clockOffMs;
}

/** Every prompt pass whose time is before this has been stored by now, or never will be; so has every receipt. */
export function settledMs(nowMs: number): number {
  return nowMs - promptForMs - writtenWithinMs;
}
