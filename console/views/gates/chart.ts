import 'uplot/dist/uPlot.min.css';
import uPlot from 'uplot';
import { type ChartColumns, chartColumns, type HoursSeen } from './hours-model.ts';

const heightPx = 260;
/** No text of the page is smaller. */
const font = '16px system-ui, sans-serif';
/** Places of the columns in what is drawn. */
const places = { lowestC: 1, highestC: 2, medianC: 3, baselineC: 4, heldC: 5 } as const satisfies Record<
  Exclude<keyof ChartColumns, 'atS'>,
  number
>;

/**
 * Draws the last hours of a gate into an element, as wide as that is: the range of readings as a band, their median, the
 * baseline as a broken line, and who was held as points.
 * @returns takes it away.
 */
export function drawChart(element: HTMLElement, hours: HoursSeen, timeZone: string): () => void {
  const columns = chartColumns(hours);
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const axis = {
    font,
    stroke: colour('ink-soft'),
    grid: { stroke: colour('line'), width: 1 },
    ticks: { stroke: colour('line') },
  };
  const plot = new uPlot(
    {
      width: element.clientWidth,
      height: heightPx,
      legend: { show: false },
      cursor: { show: false },
      tzDate: (atS) => uPlot.tzDate(new Date(atS * 1_000), timeZone),
      axes: [
        { ...axis, values: '{HH}:{mm}', space: 70 },
        { ...axis, size: 54, values: (_, splits) => splits.map((degrees) => degrees.toFixed(1)) },
      ],
      bands: [{ series: [places.highestC, places.lowestC], fill: colour('sunken') }],
      series: [
        {},
        { stroke: colour('line'), width: 1, points: { show: false } },
        { stroke: colour('line'), width: 1, points: { show: false } },
        { stroke: colour('ink'), width: 3, points: { size: 6 } },
        { stroke: colour('chart-baseline'), width: 3, dash: [8, 6], points: { show: false } },
        { stroke: colour('chart-held'), width: 3, paths: () => null, points: { show: true, size: 14, width: 3 } },
      ],
    },
    [columns.atS, columns.lowestC, columns.highestC, columns.medianC, columns.baselineC, columns.heldC],
    element,
  );
  const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: heightPx }));
  observer.observe(element);
  return () => {
    observer.disconnect();
    plot.destroy();
  };
}
