import type { FleetReport } from '../fleet/fleet-report.ts';
import { simLimits } from '../limits.ts';
import { describeAccount } from './describe-account.ts';
import type { PayloadReport } from './run-payload.ts';
import type { RunReport } from './run-report.ts';

/** A run for people: what the fleet did, and what the oracle says. */
export function describeRun(report: RunReport): string {
  return `${describeReport(report)}${describeAccount(report)}`;
}

export function describePayload({ published, acknowledged, troubles }: PayloadReport): string {
  const figures = `${published} messages published, ${acknowledged} acknowledged; "npm run gates -- quarantine" shows what became of them`;
  return `${[figures, ...troubles].join('\n')}\n`;
}

/** What a fleet did, in a few lines. */
export function describeReport({
  gates,
  passes,
  passesPerS,
  seconds,
  reasons,
  fevers,
  codes,
  ...rest
}: FleetReport): string {
  const milliseconds = (value: number | null) => (value === null ? '–' : value.toFixed(1));
  const lines = [
    `gates: ${gates.planned}, connected ${gates.connected}, stopped ${gates.stopped}`,
    `passes: ${passes.made} made in ${seconds.toFixed(1)} s, ${passes.acknowledged} acknowledged (${passesPerS.toFixed(1)}/s), ${passes.outstanding} still in outboxes` +
      (passes.leftOver > 0 ? `, ${passes.leftOver} of an earlier run among them` : '') +
      (passes.turnedAway > 0 ? `, ${passes.turnedAway} people turned away` : ''),
    `gates decided: ${listCounts(reasons)}`,
    `fevers: ${fevers.feverish} by the world's truth, ${fevers.alarmed} of them alarmed; ${fevers.withoutFeverAlarmed} alarmed without one; ${fevers.measuredAgain} measured again by a guard`,
    `codes shown: ${listCounts(codes.shown)}; ${codes.wrong} wrong passes, ${codes.wrongRefused} of them refused; ${codes.rightRefused} right ones refused`,
    `publish to PUBACK: p50 ${milliseconds(rest.latencyMs.p50)} ms, p99 ${milliseconds(rest.latencyMs.p99)} ms`,
    ...rest.errors
      .slice(0, simLimits.errorsShownMax)
      .map(({ gate, what, times }) => `${gate}: ${what}${times > 1 ? ` (${times} times)` : ''}`),
    ...(rest.errors.length > simLimits.errorsShownMax
      ? [`… and ${rest.errors.length - simLimits.errorsShownMax} more; --report has them all`]
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

function listCounts(counts: Record<string, number>): string {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}
