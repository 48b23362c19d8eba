import type { Alert } from '../../../domain/messages/alert.ts';

/** An alert as a console hears it: an open fever unless something else is said. */
export function alertLike(change: Partial<Alert> = {}): Alert {
  return {
    alertId: 'fever#xixi-gate-1#abcdefgh1234#7',
    kind: 'fever',
    state: 'open',
    revision: 0,
    district: 'yuhang',
    community: 'xixi',
    gate: 'xixi-gate-1',
    raisedAt: '2026-11-24T08:00:00.000Z',
    late: false,
    ...change,
  };
}
