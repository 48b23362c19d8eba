import type { FleetEvent } from '../../../../device-sim/fleet/fleet.ts';
import { blankFlash } from '../../../../device-sim/gate/state.ts';
import type { Found, HeardAlert, StoredAlert, StoredPass } from '../../../../device-sim/oracle/evidence.ts';
import { fingerprintOf } from '../../../../device-sim/oracle/fingerprint.ts';
import { createTruth } from '../../../../device-sim/oracle/truth.ts';
import { yuhangGates } from '../../../../device-sim/places.ts';
import type { Shown } from '../../../../device-sim/world/shown.ts';
import type { Pass } from '../../../../domain/messages/pass.ts';

export const startMs = Date.UTC(2026, 10, 24, 4);
const places = yuhangGates(4);
export const [gate = '', otherGate = ''] = places.map((place) => place.gate);
const community = places[0]?.community ?? '';
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

/** Somebody has passed a gate. */
export function passed(name: string, pass: Pass, feverish = false, shows: Shown | null = null): FleetEvent {
  const sensed = { skinC: pass.skinC, ambientC: pass.ambientC };
  const person = { who: 'somebody', coreC: feverish ? 38.5 : 36.8, feverish, contactC: null, sensed };
  const shown = { ...person, shows, direction: 'in', due: 'let-in' } as const;
  return { gate: name, kind: 'passed', pass, feverish, person: shown, stoodAtMs: Date.parse(pass.at) };
}

/** A gate has ended, with these passes in its outbox. */
export function switchedOff(name: string, lastSeq: number, ...outbox: number[]): FleetEvent {
  const blank = blankFlash(epoch);
  const held = outbox.map((seq) => ({ epoch, seq, atMs: 0, json: '{}' }));
  return { gate: name, kind: 'switched-off', flash: { ...blank, memory: { ...blank.memory, lastSeq }, outbox: held } };
}

/** People pass two gates: one has a fever, one does not though it looks so, and one shows a forged code twice. */
function peoplePass(): FleetEvent[] {
  const warm = passOf(4, 40, { skinC: 36.6, verdict: 'recheck', reason: 'too-warm' });
  const hot = passOf(6, 60, { skinC: 37.6, verdict: 'recheck', reason: 'far-too-warm' });
  const again = ({ seq, at: since, reason }: Pass) => ({ seq, at: since, reason });
  return [
    ...[1, 2, 3].map((seq) => passed(gate, passOf(seq, 10 * seq))),
    passed(gate, warm),
    passed(gate, passOf(5, 50, { skinC: null, contactC: 36.8, recheckOf: again(warm) })),
    passed(gate, hot, true),
    passed(
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
    passed(gate, passOf(8, 80, { code, verdict: 'refuse', reason: 'code-signature' }), false, forged),
    passed(gate, passOf(9, 90, { code, verdict: 'refuse', reason: 'code-signature' }), false, forged),
    ...[1, 2, 3].map((seq) => passed(otherGate, passOf(seq, 10 * seq))),
  ];
}

/** A pass as it lies in the table, two seconds later. */
function storedOf(name: string, pass: Pass): StoredPass {
  const { seq, at, verdict, reason } = pass;
  return {
    ...{ gate: name, community, epoch: pass.epoch, seq, at, verdict, reason, fingerprint: fingerprintOf(pass) },
    ...{ judged: { verdict, reason }, receivedAtMs: Date.parse(at) + 2_000 },
  };
}

/** A run in which everything went well: what the world knows, and what lies in the tables. */
export function honestRun() {
  const keeper = createTruth(places, startMs);
  const people = peoplePass();
  for (const event of [...people, switchedOff(gate, 9), switchedOff(otherGate, 3)]) keeper.witness(event);
  const stored = people.flatMap((event) => (event.kind === 'passed' ? storedOf(event.gate, event.pass) : []));
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
