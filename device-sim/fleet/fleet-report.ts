import { isAboutWarmth } from '../../domain/judgement.ts';
import { type Pass, reason } from '../../domain/messages/pass.ts';
import type { GateEvent } from '../gate/gate.ts';
import { simLimits } from '../limits.ts';
import type { Shown } from '../world/shown.ts';
import { countersOf } from './counters.ts';
import { createQuantiles } from './quantiles.ts';
import { createShownTally, type ShownReport } from './shown-report.ts';

/** What a fleet did, in figures: `--report` writes it as it is. */
export interface FleetReport {
  gates: { planned: number; connected: number; stopped: number };
  seconds: number;
  passes: {
    /** Taken on in this run. */
    made: number;
    /** Found in the outboxes of an earlier run. */
    leftOver: number;
    /** By the broker, passes of an earlier run and ones that the cloud asked for again included. */
    acknowledged: number;
    /** Still in the outboxes: on flash, sent when the gate runs again. */
    outstanding: number;
    /** People that a gate did not take on: its outbox was full, or it had stopped. */
    turnedAway: number;
  };
  passesPerS: number;
  reasons: Record<Pass['reason'], number>;
  /** By the world's truth, which no gate knows. */
  fevers: {
    feverish: number;
    alarmed: number;
    withoutFeverAlarmed: number;
    /** Passes of people whom a guard measured with a contact thermometer, whatever the gate held them for. */
    measuredAgain: number;
  };
  codes: ShownReport;
  /** From publish to PUBACK of messages with passes. */
  latencyMs: { p50: number | null; p99: number | null };
  errors: { gate: string; what: string; times: number }[];
}

export interface TallyProgress {
  made: number;
  acknowledged: number;
  /** Gates that have been connected. */
  connected: number;
  /** People who were too warm. */
  alarmed: number;
}

/** What the world knows of somebody; `shows` is undefined of whom it has not sent. */
interface Truth {
  feverish: boolean;
  shows: Shown | null | undefined;
}

/** Counts what happens in a fleet. */
export interface Tally {
  progress(): TallyProgress;
  countLeftOver(passes: number): void;
  countPerson(truth: Truth, pass: Pass | undefined): void;
  countEvent(gate: string, event: GateEvent): void;
  report(run: { planned: number; seconds: number; outstanding: number }): FleetReport;
}

export function createTally(): Tally {
  const passes = { made: 0, leftOver: 0, acknowledged: 0, turnedAway: 0 };
  const fevers = { feverish: 0, alarmed: 0, withoutFeverAlarmed: 0, measuredAgain: 0 };
  const reasons = countersOf(reason.options);
  const codes = createShownTally();
  const connected = new Set<string>();
  const stopped = new Set<string>();
  const latencies = createQuantiles();
  const errors = new Map<string, Map<string, number>>();

  const countError = (gate: string, what: string) => {
    const ofGate = errors.get(gate) ?? new Map<string, number>();
    errors.set(gate, ofGate);
    const known = ofGate.has(what) || ofGate.size < simLimits.errorsPerGateMax ? what : 'other errors';
    ofGate.set(known, (ofGate.get(known) ?? 0) + 1);
  };

  return {
    progress: () => ({
      made: passes.made,
      acknowledged: passes.acknowledged,
      connected: connected.size,
      alarmed: fevers.alarmed + fevers.withoutFeverAlarmed,
    }),
    countLeftOver: (count) => {
      passes.leftOver += count;
    },
    countPerson: ({ feverish, shows }, pass) => {
      if (!pass) {
        passes.turnedAway++;
        return;
      }
      passes.made++;
      reasons[pass.reason]++;
      if (pass.recheckOf) {
        fevers.measuredAgain++;
        return;
      }
      codes.count(shows, pass);
      if (feverish) fevers.feverish++;
      if (isAboutWarmth(pass.reason)) fevers[feverish ? 'alarmed' : 'withoutFeverAlarmed']++;
    },
    countEvent: (gate, event) => {
      if (event.kind === 'connected') connected.add(gate);
      if (event.kind === 'trouble') countError(gate, event.what);
      if (event.kind === 'stopped') {
        stopped.add(gate);
        countError(gate, event.why);
      }
      if (event.kind === 'acknowledged') {
        passes.acknowledged += event.passes;
        latencies.add(event.latencyMs);
      }
    },
    report: ({ planned, seconds, outstanding }) => ({
      gates: { planned, connected: connected.size, stopped: stopped.size },
      seconds,
      passes: { ...passes, outstanding },
      passesPerS: seconds > 0 ? passes.acknowledged / seconds : 0,
      reasons,
      fevers,
      codes: codes.report(),
      latencyMs: { p50: latencies.at(0.5), p99: latencies.at(0.99) },
      errors: [...errors].flatMap(([gate, ofGate]) => [...ofGate].map(([what, times]) => ({ gate, what, times }))),
    }),
  };
}
