import { simLimits } from '../limits.ts';
import type { Latency } from '../oracle/account.ts';
import type { RunReport } from './run-report.ts';

/** What the oracle says, for people: a table of figures, and the offences one by one as far as anybody reads them. */
export function describeAccount({ oracle, faults }: Pick<RunReport, 'oracle' | 'faults'>): string {
  const { passes, alerts, people, latencyMs, offences, offenceCount } = oracle;
  const { fevers, wrongCodes, rightCodesRefused } = people;
  const rows: [string, string][] = [
    [
      'passes',
      `${passes.made} made: ${countsOf(passes, ['stored', 'inOutboxes', 'quarantined', 'failed', 'missing'])}`,
    ],
    ['', countsOf(passes, ['doubled', 'altered', 'late', 'wrongVerdict', 'foreign'])],
  ];
  if (alerts) {
    const heard = `heard in ${oracle.communitiesListenedTo} of ${oracle.communities} communities`;
    rows.push(['alerts', `${alerts.stored} raised, ${alerts.heard} ${heard}${kinds(alerts.byKind)}`]);
    rows.push(['', countsOf(alerts, ['missing', 'doubled', 'withoutCause', 'neverHeard', 'neverStored'])]);
  }
  rows.push([
    'fevers',
    `${fevers.feverish} people: ${countsOf(fevers, ['alerted', 'missed', 'falseAlarms', 'dispelled'])}`,
  ]);
  for (const [wrong, counts] of Object.entries(wrongCodes)) {
    rows.push([`${wrong} codes`, `${counts.shown} shown: ${countsOf(counts, ['refused', 'held', 'letIn'])}`]);
  }
  if (rightCodesRefused > 0) rows.push(['right codes', `${rightCodesRefused} refused`]);
  if (alerts) {
    rows.push(['to the table', latency(latencyMs.toTable)]);
    rows.push(['to the guard', latency(latencyMs.toAlert)]);
  }
  const fired = Object.entries(faults.fired).map(([kind, count]) => `${kind} ${count}`);
  if (fired.length > 0) rows.push(['faults', fired.join(', ')]);
  if (faults.neverFired.length > 0) rows.push(['never fired', faults.neverFired.join(', ')]);
  if (faults.keptOut.length > 0) rows.push(['kept out', faults.keptOut.join(', ')]);
  return [`The oracle:`, ...rows.map(rowOf), ...verdict(offences, offenceCount), ''].join('\n');
}

function verdict(offences: RunReport['oracle']['offences'], count: number): string[] {
  if (count === 0) return ['No law was broken.'];
  const shown = offences.slice(0, simLimits.errorsShownMax).map(({ law, gate, epoch, seq, what }) => {
    const pass = epoch === undefined ? '' : ` pass ${epoch} ${seq}`;
    return `  law ${law}: ${gate}${pass} ${what}`;
  });
  const more = count - shown.length;
  return [
    `Laws were broken ${count} time${count === 1 ? '' : 's'}:`,
    ...shown,
    ...(more > 0 ? [`  … and ${more} more; --report has them all`] : []),
  ];
}

const labelWidth = 'other-community codes'.length;

function rowOf([label, text]: [string, string]): string {
  return `  ${label.padEnd(labelWidth)}  ${text}`;
}

/** `inOutboxes` → `in outboxes`. */
function countsOf<Name extends string>(counts: Record<Name, number>, names: readonly Name[]): string {
  const words = (name: string) => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return names.map((name) => `${counts[name]} ${words(name)}`).join(', ');
}

function kinds(byKind: Partial<Record<string, number>>): string {
  const counts = Object.entries(byKind).map(([kind, count]) => `${kind} ${count}`);
  return counts.length > 0 ? ` (${counts.join(', ')})` : '';
}

function latency({ seen, p50, p95, p99 }: Latency): string {
  const inWords = (ms: number | null) => (ms === null ? '–' : `${(ms / 1000).toFixed(2)} s`);
  return seen === 0 ? 'not seen' : `p50 ${inWords(p50)}, p95 ${inWords(p95)}, p99 ${inWords(p99)} (${seen} seen)`;
}
