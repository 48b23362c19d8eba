import type { Found, HeardAlert, StoredAlert, StoredPass } from '../../../../device-sim/oracle/evidence.ts';
import { fingerprintOf } from '../../../../device-sim/oracle/fingerprint.ts';
import { createTruth, type TakenOn } from '../../../../device-sim/oracle/truth.ts';
import { yuhangGates } from '../../../../device-sim/places.ts';
import type { Shown } from '../../../../device-sim/world/shown.ts';
import type { Pass } from '../../../../domain/messages/pass.ts';

export const startMs = Date.UTC(2026, 10, 24, 4);
const places = yuhangGates(4);
export const [gate = '', otherGate = ''] = places.map((place) => place.gate);
export const community = places[0]?.community ?? '';
export const epoch = 'epoch0001';

/** A pass of somebody who came so many seconds after the beginning. */
export function passOf(seq: number, atS: number, more: Partial<Pass> = {}): Pass {
  return {
    epoch,
    seq,
    at: new Date(startMs + atS * 1000).toISOString(),
    ...{ direction: 'in', site: 'face', skinC: 35.5, ambientC: 21, baselineC: 35.4, code: null },
    ...{ verdict: 'admit', reason: 'ok', configVersion: 1, listsAgeS: 30 },
    ...more,
  };
}

const forged: Shown = {
  ...{ form: 'gatehouse', kind: 'resident', medium: 'phone', singleUse: false, ticket: 'ticket-1', holder: 'holder-1' },
  ...{ community, fault: 'forged' },
};
const code = { form: 'gatehouse', text: 'GH1:SECRET' } as const;

/** What happens in the honest run: people pass two gates, one has a fever, one does not though it looks so, one has a forged code twice. */
function takenOn(): TakenOn[] {
  const at = (name: string, pass: Pass, feverish = false, shows: Shown | null = null): TakenOn => ({
    ...{ gate: name, pass, feverish, person: { shows }, madeAtMs: Date.parse(pass.at) },
  });
  const warm = passOf(4, 40, { skinC: 36.6, verdict: 'recheck', reason: 'too-warm' });
  const hot = passOf(6, 60, { skinC: 37.6, verdict: 'recheck', reason: 'far-too-warm' });
  const again = ({ seq, at: since, reason }: Pass) => ({ seq, at: since, reason });
  return [
    ...[1, 2, 3].map((seq) => at(gate, passOf(seq, 10 * seq))),
    at(gate, warm),
    at(gate, passOf(5, 50, { skinC: null, contactC: 36.8, recheckOf: again(warm) })),
    at(gate, hot, true),
    at(
      gate,
      passOf(7, 70, {
        skinC: null,
        contactC: 38.4,
        recheckOf: again(hot),
        verdict: 'refuse',
        reason: 'fever-confirmed',
      }),
      true,
    ),
    at(gate, passOf(8, 80, { code, verdict: 'refuse', reason: 'code-signature' }), false, forged),
    at(gate, passOf(9, 90, { code, verdict: 'refuse', reason: 'code-signature' }), false, forged),
    ...[1, 2, 3].map((seq) => at(otherGate, passOf(seq, 10 * seq))),
  ];
}

/** A run in which everything went well: what the world knows, and what lies in the tables. */
export function honestRun() {
  const keeper = createTruth(places, startMs);
  const passes = takenOn();
  for (const somebody of passes) keeper.tookOn(somebody);
  for (const [name, lastSeq] of [
    [gate, 9],
    [otherGate, 3],
  ] as const)
    keeper.left({ gate: name, epoch, lastSeq, outbox: [] });
  const stored = passes.map(
    ({ gate: name, pass }): StoredPass => ({
      ...{ gate: name, community, epoch: pass.epoch, seq: pass.seq, at: pass.at, fingerprint: fingerprintOf(pass) },
      ...{ verdict: pass.verdict, reason: pass.reason, judged: { verdict: pass.verdict, reason: pass.reason } },
      receivedAtMs: Date.parse(pass.at) + 2_000,
    }),
  );
  const alertOf = (kind: StoredAlert['kind'], seq: number, state: StoredAlert['state']): StoredAlert => ({
    ...{ alertId: `${kind}/${seq}`, kind, gate, community, state, about: { epoch, seq } },
    raisedAt: new Date(startMs + seq * 10_000).toISOString(),
  });
  const alerts = [alertOf('fever', 4, 'resolved'), alertOf('fever', 6, 'open'), alertOf('refused-code', 8, 'open')];
  const heard = alerts.map(
    (alert): HeardAlert => ({ ...alert, change: 'raised', heardAtMs: Date.parse(alert.raisedAt) + 700 }),
  );
  const found = {
    passes: stored,
    alerts: { stored: alerts, heard, listenedTo: new Set([community]) },
    setAside: [] as Found['setAside'],
    seenInTable: new Map([[`${gate}#${epoch}#1`, startMs + 10_000 + 900]]),
  } satisfies Found;
  return { keeper, found };
}
