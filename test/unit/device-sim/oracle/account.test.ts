/**
 * The oracle of the simulator finds nothing on an honest run, and names by law and pass whatever was taken away, added or
 * changed afterwards.
 * Method: a small run by hand, its tables spoilt in one way at a time.
 */
import { describe, expect, it } from 'vitest';
import { account, isComplete } from '../../../../device-sim/oracle/account.ts';
import type { Found, StoredAlert, StoredPass } from '../../../../device-sim/oracle/evidence.ts';
import { epoch, gate, honestRun, otherGate, passed, passOf, startMs, switchedOff } from './honest-run.ts';

type Tables = ReturnType<typeof honestRun>['found'];
const strict = { mayBeLate: false, gotIn: [] };

/** The honest run with its tables spoilt. */
function judge(spoil: (found: Tables) => Partial<Found> = () => ({}), circumstances = strict) {
  const { keeper, found } = honestRun();
  return account(keeper.truth, { ...found, ...spoil(found) }, circumstances);
}

const withoutPass =
  (seq: number) =>
  ({ passes }: Tables) => ({
    passes: passes.filter((one) => one.gate !== gate || one.seq !== seq),
  });
const changed =
  (seq: number, change: Partial<StoredPass>) =>
  ({ passes }: Tables) => ({
    passes: passes.map((one) => (one.gate === gate && one.seq === seq ? { ...one, ...change } : one)),
  });
const added =
  (change: Partial<StoredPass>) =>
  ({ passes }: Tables) => ({
    passes: [...passes, ...passes.slice(0, 1).map((one) => ({ ...one, ...change }))],
  });
const alertsWith =
  (change: (stored: readonly StoredAlert[]) => readonly StoredAlert[]) =>
  ({ alerts }: Tables) => ({
    alerts: { ...alerts, stored: change(alerts.stored) },
  });

describe('an honest run', () => {
  it('has no offence, and adds up', () => {
    const run = judge();
    expect(run.offences).toEqual([]);
    expect(run.passes).toMatchObject({ made: 12, acknowledged: 12, stored: 12, missing: 0, doubled: 0, late: 0 });
    expect(run.alerts).toMatchObject({ stored: 3, heard: 3, byKind: { fever: 2, 'refused-code': 1 } });
    expect(run.people).toEqual({
      fevers: { feverish: 1, alerted: 1, missed: 0, falseAlarms: 1, dispelled: 1 },
      wrongCodes: { forged: { shown: 2, refused: 2, held: 0, letIn: 0 } },
      rightCodesRefused: 0,
    });
    expect(run.latencyMs.toTable).toEqual({ seen: 1, p50: 900, p95: 900, p99: 900 });
    // Raised by the pass's own time in this run; heard 0.7 s later.
    expect(run.latencyMs.toAlert).toMatchObject({ seen: 3, p50: 700 });
    expect(isComplete(run)).toBe(true);
  });

  it('counts people by what gates decided where nobody raises alerts', () => {
    expect(judge(() => ({ alerts: undefined }))).toMatchObject({
      alerts: null,
      people: { fevers: { feverish: 1, alerted: 1, missed: 0, falseAlarms: 1, dispelled: 1 } },
      offenceCount: 0,
    });
  });

  it('may have passes of earlier runs beside it', () => {
    const before = new Date(startMs - 60_000).toISOString();
    expect(judge(added({ epoch: 'epoch0000', at: before })).offences).toEqual([]);
    const { keeper, found } = honestRun();
    const later = {
      ...found,
      passes: [...found.passes, ...found.passes.slice(0, 1).map((one) => ({ ...one, seq: 0 }))],
    };
    expect(account(keeper.truth, later, strict).offences).toEqual([]);
  });
});

describe('of stored passes, the oracle names', () => {
  it.each<[string, (found: Tables) => Partial<Found>, { law: number; seq: number; what: RegExp }]>([
    ['one that was dropped', withoutPass(3), { law: 1, seq: 3, what: /neither stored nor set aside/ }],
    ['one that was doubled', added({}), { law: 2, seq: 1, what: /more than once/ }],
    [
      'one that was altered',
      changed(2, { fingerprint: 1 }),
      { law: 2, seq: 2, what: /otherwise than the gate made it/ },
    ],
    ['one that is late', changed(2, { receivedAtMs: startMs + 330_000 }), { law: 8, seq: 2, what: /310 s after/ }],
    [
      'a changed judgement',
      changed(6, { judged: { verdict: 'admit', reason: 'ok' } }),
      { law: 5, seq: 6, what: /the cloud admit/ },
    ],
    ['one in another community', changed(2, { community: 'elsewhere' }), { law: 4, seq: 2, what: /elsewhere/ }],
    ['one that no gate made', added({ seq: 99 }), { law: 4, seq: 99, what: /has not made it/ }],
    ['one under a foreign count', added({ epoch: 'foreign1' }), { law: 4, seq: 1, what: /has not made it/ }],
  ])('%s', (_name, spoil, { law, seq, what }) => {
    const { offences } = judge(spoil);
    expect(offences).toEqual([{ law, gate, epoch: expect.any(String), seq, what: expect.stringMatching(what) }]);
  });

  it('a late one only where nothing was in the way', () => {
    const run = judge(changed(2, { receivedAtMs: startMs + 330_000 }), { mayBeLate: true, gotIn: [] });
    expect(run).toMatchObject({ passes: { late: 1 }, offences: [] });
  });

  it('no missing one that is still in an outbox, or set aside with a reason', () => {
    const { keeper, found } = honestRun();
    keeper.witness(switchedOff(gate, 9, 2));
    const setAside: Found['setAside'] = [
      { gate, epoch, seq: 3, where: 'quarantined', reason: 'implausible-time' },
      { gate, epoch: undefined, seq: 1, where: 'failed', reason: 'failed' },
    ];
    const passes = found.passes.filter((one) => one.gate !== gate || one.seq > 3);
    const run = account(keeper.truth, { ...found, passes, setAside }, strict);
    expect(run.offences).toEqual([]);
    expect(run.passes).toMatchObject({
      made: 12,
      acknowledged: 11,
      stored: 9,
      inOutboxes: 1,
      quarantined: 1,
      failed: 1,
    });
  });

  it('a pass that was on flash when the power failed, though nobody was told of it', () => {
    const { keeper, found } = honestRun();
    keeper.witness(switchedOff(gate, 10));
    const lost = account(keeper.truth, found, strict);
    expect(lost.offences).toMatchObject([{ law: 1, gate, epoch, seq: 10 }]);
    const [first] = found.passes;
    const passes = [...found.passes, ...(first ? [{ ...first, seq: 10, fingerprint: 7 }] : [])];
    expect(account(keeper.truth, { ...found, passes }, strict)).toMatchObject({ offences: [], passes: { stored: 13 } });
  });
});

describe('of alerts, the oracle names', () => {
  const extra = (alert: Partial<StoredAlert>) =>
    alertsWith((stored) => [...stored, ...stored.slice(1, 2).map((one) => ({ ...one, ...alert }))]);
  const heardOf = ({ alerts }: Tables) => alerts.heard.map((one) => one.alertId);

  it.each<[string, (found: Tables) => Partial<Found>, { law: number; seq?: number; what: RegExp }[]]>([
    [
      'one that was removed, and heard',
      alertsWith((stored) => stored.filter(({ about }) => about?.seq !== 6)),
      [
        { law: 2, seq: 6, what: /not stored/ },
        { law: 2, seq: 6, what: /no alert was raised/ },
        { law: 2, seq: 7, what: /no alert/ },
      ],
    ],
    [
      'a second one of one cause',
      extra({ alertId: 'fever/again' }),
      [
        { law: 2, seq: 6, what: /second alert/ },
        { law: 2, seq: 6, what: /did not hear/ },
      ],
    ],
    [
      'a second one by the second look',
      extra({ alertId: 'fever/again', state: 'resolved', about: { epoch, seq: 7 } }),
      [{ law: 2, seq: 7, what: /second alert/ }],
    ],
    [
      'a fever where nobody was warm',
      extra({ alertId: 'fever/none', state: 'resolved', about: { epoch, seq: 1 } }),
      [{ law: 2, seq: 1, what: /found nobody warm/ }],
    ],
    [
      'one about a pass that no gate made',
      extra({ alertId: 'fever/99', state: 'resolved', about: { epoch, seq: 99 } }),
      [{ law: 2, seq: 99, what: /has not made it/ }],
    ],
    [
      'an honest gate that is accused',
      extra({ alertId: 'gate-lying/1', kind: 'gate-lying', state: 'resolved', about: undefined }),
      [{ law: 5, what: /honest gate is accused/ }],
    ],
  ])('%s', (_name, spoil, expected) => {
    const { offences } = judge(spoil);
    expect(offences).toEqual(
      expected.map(({ law, seq, what }) => ({
        ...{ law, gate, what: expect.stringMatching(what) },
        ...(seq !== undefined && { epoch, seq }),
      })),
    );
  });

  it('no fever of somebody whom the gate refused for something graver', () => {
    expect(judge(extra({ alertId: 'fever/8', state: 'resolved', about: { epoch, seq: 8 } })).offences).toEqual([]);
  });

  it('one that nobody heard, where somebody listened', () => {
    const unheard = ({ alerts }: Tables) => ({
      alerts: { ...alerts, heard: alerts.heard.filter(({ about }) => about?.seq !== 6) },
    });
    expect(judge(unheard).offences).toMatchObject([
      { law: 2, gate, epoch, seq: 6, what: expect.stringMatching(/did not hear/) },
    ]);
    const nobodyThere = (found: Tables) => ({ alerts: { ...found.alerts, heard: [], listenedTo: new Set<string>() } });
    expect(judge(nobodyThere)).toMatchObject({ offences: [], alerts: { stored: 3, heard: 0 } });
    expect(heardOf(honestRun().found)).toHaveLength(3);
  });

  it('none for a second refusal of one bearer within ten minutes, but a missing one', () => {
    const without = alertsWith((stored) => stored.filter(({ kind }) => kind === 'fever'));
    const silent = (found: Tables) => {
      const { alerts } = without(found);
      return { alerts: { ...alerts, heard: alerts.heard.filter(({ kind }) => kind === 'fever') } };
    };
    expect(judge(silent).offences.map(({ law, seq }) => [law, seq])).toEqual([
      [2, 8],
      [2, 9],
    ]);
    // Unless one of an earlier run may be about the same bearer.
    const ofEarlierRun = alertsWith((stored) =>
      stored.map((one) => (one.kind === 'fever' ? one : { ...one, about: { epoch, seq: 0 } })),
    );
    expect(judge(ofEarlierRun).offences).toEqual([]);
  });
});

it('somebody who was let in as ok with a forged code is an offence', () => {
  const { keeper, found } = honestRun();
  const shows = { form: 'provider', text: 'x', status: 'red' } as const;
  const pass = passOf(4, 95, { code: { form: 'provider', text: 'x' } });
  keeper.witness(passed(otherGate, pass, false, shows));
  const { offences, people } = account(keeper.truth, found, strict);
  expect(offences.map(({ law, seq }) => [law, seq])).toEqual([
    [1, 4],
    [5, 4],
  ]);
  expect(people.wrongCodes.red).toEqual({ shown: 1, refused: 0, held: 0, letIn: 1 });
});
