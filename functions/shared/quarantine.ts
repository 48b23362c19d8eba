import { deviceAlertId } from '../../domain/alert-identity.ts';
import { quarantineLimits } from '../../domain/limits/functions.ts';
import { disabledGateKey } from '../../domain/state-keys.ts';
import type { Alerting } from './alerting.ts';
import type { Log } from './log.ts';
import type { QuarantineReason, Rejected } from './quarantine-reasons.ts';
import type { QuarantineStore } from './quarantine-store.ts';
import type { Retry } from './retry.ts';
import type { RuleEvent } from './rule-event.ts';
import type { Sender } from './sender.ts';
import { createItem, type Table } from './table.ts';

/** Puts aside what cannot be taken in (law 3). */
export type Quarantine = (
  event: RuleEvent,
  rejected: readonly Rejected[],
  retry: Retry,
  from?: Sender,
) => Promise<void>;

interface Parts {
  store: QuarantineStore;
  state: Table;
  alerting: Alerting;
  log: Log;
}

/** A gate (`from`, when the sender is one for sure) that floods quarantine is disabled, and an alert says so. */
export function createQuarantine({ store, state, alerting, log }: Parts): Quarantine {
  return async (event, rejected, retry, from) => {
    if (rejected.length === 0) return;
    const count = await store.keep(event, rejected, retry);
    log.warn('put into quarantine', { sender: event.clientId, items: rejected.length, reasons: reasonsOf(rejected) });
    if (from && count > quarantineLimits.disableAfterPerGateHour) await disable(from, event.receivedAt, retry);
  };

  async function disable(sender: Sender, receivedAt: number, retry: Retry): Promise<void> {
    const { gate, community } = sender;
    const at = new Date(receivedAt).toISOString();
    const hour = at.slice(0, 'YYYY-MM-DDTHH'.length);
    // The alert first: a crash in between leaves a gate that is not disabled yet, and whose next message does both.
    const alertId = deviceAlertId('gate-disabled', gate, hour);
    const detail = `more than ${quarantineLimits.disableAfterPerGateHour} rejected in an hour`;
    await alerting.raise({ alertId, kind: 'gate-disabled', gate, community, raisedAt: at, late: false, detail }, retry);
    await createItem(state, { ...disabledGateKey(gate), reason: 'flood', at, by: 'gatehouse' }, retry);
  }
}

function reasonsOf(rejected: readonly Rejected[]): QuarantineReason[] {
  return [...new Set(rejected.map(({ reason }) => reason))];
}
