import { outcomeLimits } from '../domain/limits/screening.ts';
import type { Site } from '../domain/messages/fields.ts';
import type { Tally } from '../domain/screening/outcomes.ts';
import { type AtLimit, atLimit, type Choice, type SiteRecord, steps } from '../domain/screening/outcomes-at-limit.ts';
import type { RecordedOutcomes } from './outcomes.ts';
import { print, printTable } from './print.ts';

/** What a limit would have done at a site. */
export interface LimitRow extends AtLimit {
  site: Site;
  /** A gate of the community has it now. */
  inForce: boolean;
  askedFromC: number;
}

/** A row for each limit that is compared, and for those in force. */
export function limitRows(record: SiteRecord, inForceC: readonly number[]): LimitRow[] {
  const { comparedFromC, comparedToC, comparedStepC } = outcomeLimits;
  const limitsC = new Set([...steps(comparedFromC, comparedToC, comparedStepC), ...inForceC]);
  return [...limitsC]
    .toSorted((a, b) => a - b)
    .map((limitC) => ({
      site: record.site,
      ...atLimit(record, limitC),
      inForce: inForceC.includes(limitC),
      askedFromC: record.askedFromC,
    }));
}

export function printRows({ site, byGate, people, hours, confirmed, askedFromC }: SiteRecord, rows: LimitRow[]): void {
  const where = byGate.size === 1 ? '1 gate' : `${byGate.size} gates`;
  print(`${site}: ${people} people at ${where}, ${confirmed} confirmed fevers; hours with people at a gate: ${hours}`);
  printTable(
    ['limit', 'alarms', 'an hour', 'at the busiest gate', 'of 1,000', 'measured', 'right (95 %)', 'known missed'],
    rows.map((row) => [
      `${celsius(row.limitC)}${row.inForce ? ' *' : ''}`,
      String(row.alarms),
      row.alarmsPerHour.toFixed(2),
      `${row.most.alarmsPerHour.toFixed(2)} ${row.most.gate}`,
      (1_000 * row.alarmsPerPerson).toFixed(0),
      row.measured === null ? 'not known' : String(row.measured),
      rightOf(row),
      row.limitC <= askedFromC && row.knownMissed === 0 ? 'not known' : `${row.knownMissed} of ${confirmed}`,
    ]),
  );
  print(
    `  * in force now. Below ${celsius(askedFromC)} not all were to be measured: fevers missed there are not known.`,
  );
  print('');
}

/** What the figures are, once for all sites; and who is in none of them. */
export function printNotes({ outcomes, unreadable }: RecordedOutcomes): void {
  print(
    'Limits are °C above the people just before. Alarms are by the hour at one gate, of the hours in which somebody',
  );
  print(
    'passed there who could be compared. Right: of those measured by contact thermometer, with a fever. What limits',
  );
  print('miss among people whose temperature is known: docs/decisions/0012-screening-on-real-people.md.');
  const asides: [Tally, string][] = [
    [outcomes.notCompared, 'with no baseline or no reading'],
    [outcomes.duringSensorFault, 'while a gate doubted its sensor'],
    [outcomes.underUnknownConfig, 'under a config that the gate was never given'],
  ];
  for (const [{ people, measured, confirmed }, why] of asides) {
    if (people > 0) print(`Not counted: ${people} people ${why}; ${measured} of them measured, ${confirmed} fevers.`);
  }
  const { measurementsLeftOut } = outcomes;
  if (measurementsLeftOut > 0) print(`Not counted: ${measurementsLeftOut} measurements of nobody knows whom.`);
  if (unreadable > 0) print(`Not counted: ${unreadable} passes of an older form.`);
}

/** A choice, and what it means. */
export function explainChoice(record: SiteRecord, choice: Choice, loadMax: number): string[] {
  const { site, askedFromC, confirmed } = record;
  if ('none' in choice) return [`${site}: no limit can be chosen: ${whyNot(choice, loadMax)}.`];
  const { limitC, most, withoutSay } = choice;
  const { measured, right, knownMissed } = atLimit(record, limitC);
  const load = `at most ${loadMax} alarms an hour at each gate (${most.alarmsPerHour.toFixed(2)} at ${most.gate})`;
  const lines = [`${site}: ${celsius(limitC)} is the lowest limit with ${load}.`];
  if (measured === null) {
    lines.push(`  How many will be right is not known: below ${celsius(askedFromC)} not all were to be measured.`);
  } else if (right) {
    lines.push(
      `  Right: ${inWords(right)} of ${measured} measured. Known missed: ${knownMissed} of ${confirmed} fevers.`,
    );
  }
  const { choiceHoursMin } = outcomeLimits;
  if (withoutSay.length > 0) {
    lines.push(`  Without a say, with people in fewer than ${choiceHoursMin} hours: ${withoutSay.join(', ')}.`);
  }
  return lines;
}

function whyNot(choice: Extract<Choice, { none: string }>, loadMax: number): string {
  if (choice.none === 'too-little') {
    const { choicePeopleMin, choiceHoursMin } = outcomeLimits;
    return `it takes ${choicePeopleMin} people, and ${choiceHoursMin} hours with people at a gate; take more --days`;
  }
  const { gate, alarmsPerHour } = choice.most;
  return `even the highest makes ${alarmsPerHour.toFixed(2)} alarms an hour at ${gate}, more than ${loadMax}`;
}

function rightOf({ measured, right }: AtLimit): string {
  if (right) return inWords(right);
  return measured === null ? 'not known' : '-';
}

function inWords({ share, interval }: NonNullable<AtLimit['right']>): string {
  return `${percent(share)} % (${interval.map(percent).join('–')} %)`;
}

const percent = (share: number): string => (100 * share).toFixed(0);
const celsius = (value: number): string => `${value.toFixed(2)} °C`;
