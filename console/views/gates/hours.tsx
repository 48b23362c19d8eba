import { useEffect, useRef, useState } from 'preact/hooks';
import { preferences } from '../../app/preferences.ts';
import { useStore } from '../../app/store.ts';
import { useSay } from '../../language/text.ts';
import { useApp } from '../../parts/app-context.ts';
import { Choice } from '../../parts/choices.tsx';
import { LookState } from '../../parts/look-state.tsx';
import { useLook } from '../../parts/use-look.ts';
import { type HoursSeen, summaryOf } from './hours-model.ts';
import { HoursTable } from './hours-table.tsx';

const choices = ['4', '12', '24'] as const;
/** All of a gate's passes are read for it. */
const everyS = 60;

/** The last hours at a gate: in a sentence, as a chart, and as tables behind it. */
export function Hours({ gate }: { gate: string }) {
  const say = useSay();
  const [hours, setHours] = useState<(typeof choices)[number]>('4');
  const look = useLook('getGateHours', { in: { gate }, query: { hours } }, everyS);
  const { answer } = look;
  return (
    <section class="facts spans" aria-label={say('hours.title')}>
      <Choice
        label={say('hours.title')}
        options={choices.map((one) => [one, say('hours.count', { count: one })] as const)}
        value={hours}
        onChange={setHours}
      />
      <LookState looks={[look]} />
      {answer && answer.steps.length === 0 && <p>{say('hours.nobody')}</p>}
      {answer && answer.steps.length > 0 && (
        <>
          <Summary seen={answer} />
          <Chart seen={answer} />
          <HoursTable seen={answer} />
        </>
      )}
    </section>
  );
}

function Summary({ seen }: { seen: HoursSeen }) {
  const say = useSay();
  const { passes, held, lowestC, highestC, baselineC } = summaryOf(seen);
  const range = lowestC !== undefined && highestC !== undefined;
  return (
    <p class="hours-summary">
      {say('hours.passed', { passes, held })}
      {range && ` ${say('hours.range', { lowest: lowestC.toFixed(1), highest: highestC.toFixed(1) })}`}
      {baselineC !== undefined && ` ${say('hours.baseline-now', { baseline: baselineC.toFixed(1) })}`}
      {!seen.complete && ` ${say('hours.incomplete')}`}
    </p>
  );
}

/** What it shows stands above it in a sentence and below it in tables: nobody has to see it. */
function Chart({ seen }: { seen: HoursSeen }) {
  const say = useSay();
  const { settings } = useApp();
  const { theme } = useStore(preferences);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let remove = () => {};
    let isShown = true;
    void import('./chart.ts').then(({ drawChart }) => {
      if (isShown && place.current) remove = drawChart(place.current, seen, settings.timeZone);
    });
    return () => {
      isShown = false;
      remove();
    };
  }, [seen, settings.timeZone, theme]);
  return (
    <figure class="chart">
      <div ref={place} class="chart-place" aria-hidden="true" />
      <figcaption class="chart-key">
        <span class="key-median">{say('hours.median')}</span>
        <span class="key-range">{say('hours.all')}</span>
        <span class="key-baseline">{say('facts.baseline')}</span>
        <span class="key-held">{say('hours.held')}</span>
      </figcaption>
    </figure>
  );
}
