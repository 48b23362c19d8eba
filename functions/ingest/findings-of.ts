import { codeAlertId } from '../../domain/alert-identity.ts';
import type { AlertDraft } from '../shared/alerting.ts';
import { type Circumstances, personAlert } from './alerts-of.ts';
import { sinceWhen } from './shown-code.ts';

const alertKinds = { revoked: 'revoked-code', quarantined: 'quarantine-broken' } as const;

/**
 * What the gate could not know yet when it let somebody pass: that the code had been revoked, or that its bearer has
 * to stay at home. Findings are about people and lists; they say nothing against the gate, and are never compared.
 */
export function findingsOf(circumstances: Circumstances): AlertDraft[] {
  const { from, pass, code, confirmed } = circumstances;
  if (!code || pass.verdict === 'refuse') return [];
  const atMs = Date.parse(pass.at);
  return code.suspicions.flatMap((suspicion) => {
    const sinceMs = sinceWhen(suspicion, confirmed);
    if (sinceMs === undefined || sinceMs > atMs) return [];
    const kind = alertKinds[suspicion.kind];
    return [personAlert(kind, codeAlertId(kind, from.gate, code.subject, atMs), pass.reason, circumstances)];
  });
}
