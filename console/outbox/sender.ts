import type { AlertAction } from '../../domain/alerts/life-cycle.ts';
import type { Alert } from '../../domain/messages/alert.ts';
import type { Answered, Api, Refusal } from '../api/api.ts';
import type { Store } from '../app/store.ts';
import { outboxLimits } from '../limits.ts';
import { type Deed, isStillMeant, type Outbox, withoutDeed, withRefusal } from './outbox.ts';

/** These say nothing of the deed: it may be done a moment later. */
const passing: readonly Refusal['reason'][] = ['offline', 'internal', 'request-under-way', 'too-many-requests'];
/** It is the sign-in's matter, or the shift's, and not the deed's: it waits until somebody has signed in again. */
const later: readonly Refusal['reason'][] = ['not-signed-in', 'not-on-shift'];

/** Sends what waits, one after another, in its order and until it is done or refused. */
export function createSender(options: {
  api: Api;
  outbox: Store<Outbox>;
  /** The alert as the API told it last. */
  shown(alertId: string): Alert | undefined;
  onAlert(alert: Alert): void;
  /** Nobody is on shift here any more. */
  onNotOnShift(): void;
}): { send(): void } {
  const { api, outbox, shown, onAlert, onNotOnShift } = options;
  let sending = false;
  let pauseMs: number = outboxLimits.againFirstMs;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** @returns whether to go on with the next. */
  const sendOne = async (deed: Deed): Promise<boolean> => {
    const answered = await tell(api, deed);
    if ('answer' in answered) {
      onAlert(answered.answer);
      outbox.set(withoutDeed(outbox.get(), deed.key));
      return true;
    }
    const { reason, alert, waitS } = answered.refused;
    if (reason === 'not-on-shift') onNotOnShift();
    if (later.includes(reason)) return false;
    if (passing.includes(reason)) {
      if (waitS !== undefined) pauseMs = waitS * 1_000;
      timer = setTimeout(send, pauseMs);
      pauseMs = Math.min(outboxLimits.againMaxMs, pauseMs * 2);
      return false;
    }
    if (reason === 'changed-meanwhile' && alert !== undefined && isStillMeant(shown(deed.alertId), alert)) {
      onAlert(alert);
      // The key belongs to the request with the other revision.
      const again = { ...deed, key: crypto.randomUUID(), seen: alert.revision };
      const { waiting } = outbox.get();
      outbox.set({ ...outbox.get(), waiting: waiting.map((one) => (one.key === deed.key ? again : one)) });
      return true;
    }
    if (alert !== undefined) onAlert(alert);
    outbox.set(withRefusal(outbox.get(), deed, reason));
    return true;
  };
  const run = async () => {
    sending = true;
    clearTimeout(timer);
    for (let deed = outbox.get().waiting[0]; deed !== undefined; deed = outbox.get().waiting[0]) {
      if (!(await sendOne(deed))) break;
      pauseMs = outboxLimits.againFirstMs;
    }
    sending = false;
  };
  const send = () => {
    if (!sending) void run();
  };
  return { send };
}

function tell(api: Api, { alertId, action, seen, key }: Deed): Promise<Answered<'acknowledgeAlert'>> {
  const asked = { in: { alert: alertId }, seen, key };
  switch (action.kind) {
    case 'acknowledge':
      return api.ask('acknowledgeAlert', { ...asked, body: {} });
    case 'measure':
      return api.ask('measureAlert', { ...asked, body: { contactC: action.contactC } });
    case 'resolve':
      return api.ask('resolveAlert', { ...asked, body: resolution(action) });
    case 'hand-over':
      return api.ask('handOverAlert', { ...asked, body: { to: action.to } });
    case 'reopen':
      return api.ask('reopenAlert', { ...asked, body: {} });
  }
}

function resolution({ outcome, note }: Extract<AlertAction, { kind: 'resolve' }>) {
  return { outcome, ...(note !== undefined && { note }) };
}
