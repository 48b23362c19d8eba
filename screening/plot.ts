import type { Result } from './evaluate.ts';
import { rules } from './rules.ts';
import { scenarios } from './scenarios.ts';
import type { RocPoint } from './statistics.ts';

/** Pixels, but for the last: the corner of the ROC plane that matters at a gate. */
const layout = { panel: 190, gap: 34, left: 58, top: 58, legend: 24, falseAlarmsShown: 0.3 } as const;

const colours = ['#888888', '#1b6ca8', '#7fb2d6', '#c1440e', '#2e7d32'] as const;

/** ROC curves as an SVG: a row for each camera and site, a column for each scenario, a dot at each rule's limit. */
export function plot(results: readonly Result[]): string {
  const rows = Object.entries(Object.groupBy(results, ({ camera, site }) => `${camera}, ${site}`));
  const step = layout.panel + layout.gap;
  const width = layout.left + scenarios.length * step;
  const height = layout.top + rows.length * step + layout.legend;
  const panels = rows.flatMap(([title, ofRow = []], row) =>
    scenarios.map((scenario, column) => {
      const ofPanel = ofRow.filter((result) => result.scenario === scenario);
      const at = `translate(${layout.left + column * step} ${layout.top + row * step})`;
      return `<g transform="${at}">${panel(`${title}: ${scenario}`, ofPanel)}</g>`;
    }),
  );
  const style = 'font-family="sans-serif" font-size="11" fill="#222"';
  const head = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" ${style}>`;
  const background = `<rect width="${width}" height="${height}" fill="#fff"/>`;
  return `${[head, background, legend(), ...panels, caption(height), '</svg>'].join('\n')}\n`;
}

function panel(title: string, results: readonly Result[]): string {
  const { panel: size } = layout;
  const ticks = [0, 0.1, 0.2, layout.falseAlarmsShown].map((share) => {
    const label = `<text x="${toX(share)}" y="${size + 13}" text-anchor="middle">${1_000 * share}</text>`;
    return `<path d="M${toX(share)} 0V${size}" stroke="#eee"/>${label}`;
  });
  const levels = [0, 0.5, 0.9, 1].map((share) => {
    const label = `<text x="-4" y="${toY(share) + 4}" text-anchor="end">${share}</text>`;
    return `<path d="M0 ${toY(share)}H${size}" stroke="#eee"/>${label}`;
  });
  const frame = `<rect width="${size}" height="${size}" fill="none" stroke="#999"/>`;
  const heading = `<text y="-5">${title}</text>`;
  return [heading, ...ticks, ...levels, frame, ...results.map(curveOf)].join('');
}

function curveOf(result: Result): string {
  const path = `<path d="${pathOf(result.curve)}" fill="none" stroke="${colourOf(result.rule)}" stroke-width="1.4"/>`;
  const falseAlarms = result.falseAlarmsPer1000 / 1_000;
  if (falseAlarms > layout.falseAlarmsShown) return path;
  const [x, y] = [toX(falseAlarms), toY(result.sensitivity)];
  return `${path}<circle cx="${x}" cy="${y}" r="3" fill="${colourOf(result.rule)}"/>`;
}

/** Points that fall on the pixel of the one before are left out. */
function pathOf(curve: readonly RocPoint[]): string {
  const shown = curve.filter(({ falseAlarms }) => falseAlarms <= layout.falseAlarmsShown);
  const corners = shown.map(({ falseAlarms, sensitivity }) => `${toX(falseAlarms)} ${toY(sensitivity)}`);
  return `M0 ${layout.panel}L${[...new Set(corners)].join('L')}`;
}

const toX = (falseAlarms: number): number => Math.round((layout.panel * falseAlarms) / layout.falseAlarmsShown);
const toY = (sensitivity: number): number => Math.round(layout.panel * (1 - sensitivity));

function colourOf(rule: string): string {
  return colours[rules.findIndex(({ id }) => id === rule)] ?? '#000';
}

function legend(): string {
  const entries = rules.map(({ id }, index) => {
    const x = layout.left + index * 130;
    return `<rect x="${x}" y="14" width="12" height="4" fill="${colourOf(id)}"/><text x="${x + 17}" y="20">${id}</text>`;
  });
  return entries.join('');
}

function caption(height: number): string {
  const text =
    'Across: false alarms per 1,000 healthy. Up: share of fevers (oral 37.5 °C or more) found. Dots: the limits.';
  return `<text x="${layout.left}" y="${height - 8}">${text}</text>`;
}
