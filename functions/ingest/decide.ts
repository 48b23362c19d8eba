import { localDay } from '../../domain/local-day.ts';
import type { GateConfig } from '../../domain/messages/config.ts';
import type { AlertDraft } from '../shared/alerting.ts';
import type { Sender } from '../shared/sender.ts';
import { alertsOf } from './alerts-of.ts';
import type { SentPass } from './parse.ts';
import { type PseudonymKeys, pseudonym } from './pseudonym.ts';
import { type StoredPass, storedPass } from './stored-pass.ts';

/** What has to be known beside the message to decide about it. */
export interface Knowledge {
  receivedAt: number;
  timeZone: string;
  keys: PseudonymKeys;
  /** By version; a version that is missing was never given to the gate. */
  configs: ReadonlyMap<number, GateConfig>;
}

export interface Decision {
  /** What to store, each with what it was made from; no key stands twice. */
  passes: ReadonlyMap<string, { stored: StoredPass; sent: object }>;
  /** What to raise; no id stands twice. */
  alerts: ReadonlyMap<string, AlertDraft>;
}

/** Everything about a message that can be decided without asking anybody: a pure function. */
export function decide(from: Sender, passes: readonly SentPass[], knowledge: Knowledge): Decision {
  const { receivedAt, timeZone, keys, configs } = knowledge;
  const decided = {
    passes: new Map<string, { stored: StoredPass; sent: object }>(),
    alerts: new Map<string, AlertDraft>(),
  };
  for (const one of passes) {
    const { pass, sent } = one;
    const subject = pass.code ? pseudonym(keys, localDay(Date.parse(pass.at), timeZone), pass.code) : undefined;
    const stored = storedPass(from, one, { subject, receivedAt, timeZone });
    // DynamoDB refuses a whole batch in which a key stands twice; the same key means the same pass.
    decided.passes.set(`${stored.pk} ${stored.sk}`, { stored, sent });
    const config = configs.get(pass.configVersion);
    for (const alert of alertsOf({ from, pass, config, subject, receivedAt, timeZone })) {
      if (!decided.alerts.has(alert.alertId)) decided.alerts.set(alert.alertId, alert);
    }
  }
  return decided;
}
