import type { Interval } from './bootstrap.ts';
import { type Choice, folds } from './choose.ts';
import type { EvaluateOptions, Result } from './evaluate.ts';
import { disturbances } from './scenarios.ts';
import { streamOf } from './stream.ts';

/** As text for a terminal: one block for each camera and site. */
export function table(results: readonly Result[]): string {
  const blocks = Object.groupBy(results, ({ camera, site }) => `${camera}, ${site}`);
  return Object.entries(blocks)
    .map(([title, block = []]) => {
      const [first] = block;
      const people = first ? `${first.healthy} healthy, ${first.feverish} feverish` : '';
      const lines = [headings, ...block.map(toCells)].map((texts) => cells(texts, widths));
      return [`${title}: ${people}`, ...lines, ''].join('\n');
    })
    .join('\n');
}

const widths = [15, 12, 8, 23, 21, 19, 12, 14] as const;

const headings = ['rule', 'scenario', 'limit', 'AUC', 'sensitivity', 'false alarms/1,000', 'oral >= 38', 'sens. at 50'];

function toCells(result: Result): string[] {
  const { interval, sensitivityFrom38 } = result;
  return [
    result.rule,
    result.scenario,
    result.limitC.toFixed(2),
    `${result.auc.toFixed(3)} ${ends(interval.auc, 3)}`,
    `${result.sensitivity.toFixed(2)} ${ends(interval.sensitivity, 2)}`,
    `${result.falseAlarmsPer1000.toFixed(0)} ${ends(interval.falseAlarmsPer1000, 0)}`,
    sensitivityFrom38?.toFixed(2) ?? '-',
    result.sensitivityAt50.toFixed(2),
  ];
}

/** What `--choose` found. */
export function choiceTable(choices: readonly Choice[]): string {
  const titles = [
    'camera',
    'face, all disturbances',
    'chosen',
    'AUC',
    'above one round',
    'sensitivity',
    'false alarms/1,000',
  ];
  const lines = choices.map(({ camera, candidate, chosenIn, heldOut, gain, interval }) => [
    camera,
    candidate,
    chosenIn === null ? '' : `${chosenIn}/${folds}`,
    `${heldOut.auc.toFixed(3)} ${ends(interval.auc, 3)}`,
    `${signed(gain)} (${interval.gain.map(signed).join(' to ')})`,
    `${heldOut.sensitivity.toFixed(2)} ${ends(interval.sensitivity, 2)}`,
    `${perThousand(heldOut.falseAlarms)} (${interval.falseAlarms.map(perThousand).join('-')})`,
  ]);
  return [titles, ...lines].map((texts) => `${cells(texts, choiceWidths)}\n`).join('');
}

const choiceWidths = [8, 25, 8, 23, 26, 21, 0] as const;

const signed = (value: number): string => `${value < 0 ? '' : '+'}${value.toFixed(3)}`;

const perThousand = (share: number): string => (1_000 * share).toFixed(0);

function ends([low, high]: Interval, digits: number): string {
  return `(${low.toFixed(digits)}-${high.toFixed(digits)})`;
}

function cells(texts: readonly string[], widths: readonly number[]): string {
  return texts
    .map((text, column) => text.padEnd(widths[column] ?? 0))
    .join('')
    .trimEnd();
}

/** The results with everything that they depend on, so that somebody else gets the same. */
export function asJson(results: readonly Result[], { seed, draws }: EvaluateOptions): string {
  const withoutCurves = results.map(({ curve, ...result }) => result);
  return `${JSON.stringify({ seed, bootstrap: draws, stream: streamOf, disturbances, results: withoutCurves }, null, 2)}\n`;
}
