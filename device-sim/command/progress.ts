import type { Environment } from '../environment.ts';
import { simLimits } from '../limits.ts';

/** How a run fares at a moment. */
export interface Snapshot {
  gates: number;
  /** Gates that have been connected. */
  connected: number;
  made: number;
  acknowledged: number;
  outstanding: number;
  tooWarm: number;
  /** Undefined where nobody listens. */
  alertsHeard?: number;
  faultsFired?: number;
}

export interface ProgressOptions {
  environment: Pick<Environment, 'uptimeMs' | 'after'>;
  output: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>;
  /** How long people come; undefined: nobody knows. */
  durationMs?: number;
  /** Is told the same, as often as it is shown. */
  onSnapshot?(snapshot: Snapshot): void;
}

export interface Progress {
  /** What is being done now: `what` follows the bar. */
  enter(what: string): void;
  /** A line of its own, above what is redrawn. */
  say(line: string): void;
  end(): void;
}

const barWidth = 24;

/** Shows how a run fares: a few lines that are redrawn in a terminal, plain lines elsewhere. */
export function showProgress(look: () => Snapshot, options: ProgressOptions): Progress {
  const { environment, output, durationMs } = options;
  const startedAtMs = environment.uptimeMs();
  const everyMs = output.isTTY ? simLimits.progressMs : simLimits.progressPlainMs;
  let before = { atMs: startedAtMs, made: 0 };
  let doing = 'people come';
  let drawnLines = 0;
  let cancel = () => {};

  const erase = () => {
    if (drawnLines > 0) output.write(`\x1b[${drawnLines}A\x1b[J`);
    drawnLines = 0;
  };
  const draw = () => {
    const atMs = environment.uptimeMs();
    const snapshot = look();
    options.onSnapshot?.(snapshot);
    const ratePerS = atMs > before.atMs ? (1000 * (snapshot.made - before.made)) / (atMs - before.atMs) : 0;
    before = { atMs, made: snapshot.made };
    const elapsedMs = atMs - startedAtMs;
    const figures = figuresOf(snapshot, ratePerS);
    if (!output.isTTY) {
      output.write(`${duration(elapsedMs)}  ${figures.join('  ')}\n`);
    } else {
      erase();
      const lines = [...figures.map((figure) => `  ${figure}`), `  ${barOf(elapsedMs, durationMs)}${doing}`];
      output.write(`${lines.join('\n')}\n`);
      drawnLines = lines.length;
    }
    cancel = environment.after(everyMs, draw);
  };
  cancel = environment.after(everyMs, draw);

  return {
    enter: (what) => {
      doing = what;
    },
    say: (line) => {
      erase();
      output.write(`${line}\n`);
    },
    end: () => {
      cancel();
      erase();
      options.onSnapshot?.(look());
    },
  };
}

function figuresOf(snapshot: Snapshot, ratePerS: number): string[] {
  const { gates, connected, made, acknowledged, outstanding, tooWarm, alertsHeard, faultsFired } = snapshot;
  const people = [`too warm ${tooWarm}`];
  if (alertsHeard !== undefined) people.push(`alerts heard ${alertsHeard}`);
  if (faultsFired !== undefined) people.push(`faults fired ${faultsFired}`);
  return [
    `gates ${connected}/${gates}  passes ${made} (${ratePerS.toFixed(1)}/s)`,
    `acknowledged ${acknowledged}  in outboxes ${outstanding}`,
    people.join('  '),
  ];
}

function barOf(elapsedMs: number, durationMs: number | undefined): string {
  if (durationMs === undefined) return `${duration(elapsedMs)}  `;
  const share = Math.min(1, elapsedMs / durationMs);
  const full = Math.round(barWidth * share);
  const left = share < 1 ? `, ${duration(durationMs - elapsedMs)} left` : '';
  return `[${'#'.repeat(full)}${'.'.repeat(barWidth - full)}] ${Math.floor(100 * share)} %${left}  `;
}

/** `90 s`, `12 min`, `3 h 5 min`. */
function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
