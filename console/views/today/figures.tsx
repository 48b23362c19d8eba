import type { AnswerOf } from '../../../domain/api/routes.ts';
import { useSay } from '../../language/text.ts';

type Seen = AnswerOf<'getFigures'>;

const verdicts = ['admitted', 'rechecked', 'refused'] as const;

/** The day in a few numbers. Those below the first come to it. */
export function Figures({ figures }: { figures: Seen }) {
  const say = useSay();
  const { passes, again, measured, confirmed } = figures;
  return (
    <section class="facts figures" aria-label={say('today.figures')}>
      <p class="figure-all">
        <b>{passes}</b> {say('today.passes')}
        {again > 0 && <small>{say('today.again', { count: again })}</small>}
      </p>
      <Share figures={figures} />
      <dl class="figure-parts">
        {verdicts.map((verdict) => (
          <div key={verdict} class={`figure ${verdict}`}>
            <dt>{say(`today.${verdict}`)}</dt>
            <dd>{figures[verdict]}</dd>
          </div>
        ))}
      </dl>
      <dl class="figure-parts measured-parts">
        <div class="figure">
          <dt>{say('today.measured')}</dt>
          <dd>{measured}</dd>
        </div>
        <div class="figure">
          <dt>{say('today.confirmed')}</dt>
          <dd>{confirmed}</dd>
        </div>
      </dl>
    </section>
  );
}

/** How the passes divide, as one bar; the numbers are below it. */
function Share({ figures }: { figures: Seen }) {
  const of = (verdict: (typeof verdicts)[number]) => (figures[verdict] / Math.max(1, figures.passes)) * 100;
  const [admitted, rechecked] = [of('admitted'), of('rechecked')];
  return (
    <svg class="share" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect class="admitted" x="0" width={admitted} height="4" />
      <rect class="rechecked" x={admitted} width={rechecked} height="4" />
      <rect class="refused" x={admitted + rechecked} width={of('refused')} height="4" />
    </svg>
  );
}
