import type { Alert, AlertKind } from '../../domain/messages/alert.ts';

type Person = NonNullable<Alert['person']>;

const somebody: Person = {
  epoch: 'practice',
  seq: 1,
  direction: 'in',
  site: 'face',
  skinC: 35.4,
  baselineC: 35.2,
  reason: 'ok',
};

/** What is made up of each kind of alert, in the order in which they come. */
const exercises: Readonly<Record<AlertKind, Pick<Alert, 'person' | 'detail'>>> = {
  fever: { person: { ...somebody, skinC: 37.1, baselineC: 35.3, reason: 'too-warm' } },
  'refused-code': { person: { ...somebody, reason: 'code-expired' } },
  'gate-event': { detail: 'held-open' },
  'quarantine-broken': { person: { ...somebody, direction: 'out', reason: 'code-quarantined' } },
  'sensor-fault': { detail: 'sun' },
  'used-twice': { person: { ...somebody, reason: 'code-used' } },
  'revoked-code': { person: { ...somebody, reason: 'code-revoked' } },
  'gate-offline': {},
  'impossible-walk': { person: somebody },
  'gate-lying': {},
  'passes-missing': {},
  'clock-wrong': {},
  tampering: {},
  'gate-disabled': {},
};

export const exerciseKinds = Object.keys(exercises) as readonly AlertKind[];

/** A made-up alert. @param number the how many-th of a practice, from 0 on. @param raisedAt UTC. */
export function madeUp(
  number: number,
  { district, community }: Pick<Alert, 'district' | 'community'>,
  raisedAt: string,
): Alert | undefined {
  const kind = exerciseKinds[number];
  if (kind === undefined) return undefined;
  return {
    alertId: `practice#${number}`,
    kind,
    state: 'open',
    revision: 0,
    district,
    community,
    gate: `${community}-gate-${(number % 2) + 1}`,
    raisedAt,
    late: false,
    ...exercises[kind],
  };
}
