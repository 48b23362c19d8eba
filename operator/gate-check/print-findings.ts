import { print, printTable } from '../print.ts';
import { clauses } from './clauses.ts';
import type { Finding, Outcome } from './findings.ts';

/** The checklist, filled in. */
export function printFindings(findings: readonly Finding[]): void {
  printTable(
    ['clause', 'outcome', 'the gate', 'seen'],
    findings.map(({ clause, outcome, seen }) => [clause, outcome, clauses[clause], seen]),
  );
  const count = (outcome: Outcome) => findings.filter((finding) => finding.outcome === outcome).length;
  print(`${count('passed')} passed, ${count('failed')} failed, ${count('not told')} could not be told.`);
}
