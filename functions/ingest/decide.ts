import { judge } from '../../domain/judgement.ts';
import type { AlertDraft } from '../shared/alerting.ts';
import type { Sender } from '../shared/sender.ts';
import type { PassToLookInto } from '../shared/tell-findings.ts';
import { alertsOf, type Circumstances } from './alerts-of.ts';
import { findingsOf } from './findings-of.ts';
import type { Knowledge } from './knowledge.ts';
import type { SentPass } from './parse.ts';
import { type StoredPass, storedPass } from './stored-pass.ts';

export interface DecidedPass extends SentPass {
  stored: StoredPass;
}

export interface Decision {
  /** What to store, each with what it was made from; no key stands twice. */
  passes: ReadonlyMap<string, DecidedPass>;
  /** What to raise; no id stands twice. */
  alerts: ReadonlyMap<string, AlertDraft>;
  /** Alerts of which the guard's contact thermometer said that nothing was in them. */
  dispelled: readonly AlertDraft[];
  /** What only a look at other passes can tell. */
  toLookInto: readonly PassToLookInto[];
}

/** Everything about a message that can be decided without asking anybody: a pure function. */
export function decide(from: Sender, passes: readonly SentPass[], knowledge: Knowledge): Decision {
  const decided = {
    passes: new Map<string, DecidedPass>(),
    alerts: new Map<string, AlertDraft>(),
    dispelled: [] as AlertDraft[],
    toLookInto: [] as PassToLookInto[],
  };
  for (const one of passes) {
    const circumstances = circumstancesOf(from, one, knowledge);
    const stored = storedPass(from, one, circumstances);
    // DynamoDB refuses a whole batch in which a key stands twice; the same key means the same pass.
    decided.passes.set(`${stored.pk} ${stored.sk}`, { stored, ...one });
    const { raised, dispelled } = alertsOf(circumstances);
    for (const alert of [...raised, ...findingsOf(circumstances)]) {
      // Of a suspicion and what confirmed it the latter says more.
      const saysMore = alert.person?.reason === 'fever-confirmed';
      if (saysMore || !decided.alerts.has(alert.alertId)) decided.alerts.set(alert.alertId, alert);
    }
    decided.dispelled.push(...dispelled);
    decided.toLookInto.push(...lookInto(stored, circumstances));
  }
  return decided;
}

/** One pass with all that is known about it, and the cloud's own judgement of it (law 5). */
function circumstancesOf(from: Sender, { pass }: SentPass, knowledge: Knowledge): Circumstances {
  const { receivedAt, timeZone, confirmed } = knowledge;
  const config = knowledge.configs.get(pass.configVersion);
  const code = knowledge.codes.get(pass);
  const isRepeatable = config !== undefined && (code === undefined || code.standing !== undefined);
  const judged = isRepeatable ? judge(pass, config, code?.standing) : undefined;
  return { from, pass, config, code, judged, confirmed, receivedAt, timeZone };
}

/** Somebody who was let in with a code that is theirs may have been somewhere else a moment before. */
function lookInto({ pk, sk }: StoredPass, { pass, code }: Circumstances): PassToLookInto[] {
  if (!code?.standing?.certified || pass.verdict !== 'admit') return [];
  const { subject, tokenUse } = code;
  return [{ pk, sk, direction: pass.direction, subject, ...(tokenUse && { tokenUse }) }];
}
