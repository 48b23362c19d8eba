import type { Alert } from '../../../domain/messages/alert.ts';
import { useSay } from '../../language/text.ts';
import { reasonText, warmerBy } from '../../language/wording.ts';

/** What was measured and seen, the most telling first. */
export function Facts({ alert, limitC }: { alert: Alert; limitC: number }) {
  const say = useSay();
  const { person, handling, detail } = alert;
  const warmer = warmerBy(alert);
  const contactC = handling?.measurement?.contactC ?? person?.contactC;
  const isWarm = contactC !== undefined && contactC >= (handling?.measurement?.contactLimitC ?? limitC);
  return (
    <section class="facts" aria-label={say('facts.title')}>
      {alert.kind === 'fever' && warmer !== undefined && (
        <p class="facts-warmer">
          <span class="facts-number">
            {warmer}
            <small>°C</small>
          </span>
          <span>{say('facts.warmer')}</span>
        </p>
      )}
      {alert.kind === 'fever' && person && person.skinC !== null && person.baselineC !== null && (
        <Scale skinC={person.skinC} baselineC={person.baselineC} />
      )}
      <dl>
        {contactC !== undefined && (
          <div class={`fact-contact ${isWarm ? 'warm' : 'normal'}`}>
            <dt>{say('facts.contact')}</dt>
            <dd>
              {contactC.toFixed(1)} °C · {say(isWarm ? 'facts.contact-warm' : 'facts.contact-normal')}
              <small>{say('facts.limit', { limit: limitC.toFixed(1) })}</small>
            </dd>
          </div>
        )}
        {person?.skinC === null && (
          <div>
            <dt>{say('facts.skin')}</dt>
            <dd>{say('facts.no-reading')}</dd>
          </div>
        )}
        {person && alert.kind !== 'fever' && (
          <div>
            <dt>{say('facts.reason')}</dt>
            <dd>{reasonText(person.reason, say)}</dd>
          </div>
        )}
        {person && alert.kind !== 'fever' && (
          <div>
            <dt>{say('facts.direction')}</dt>
            <dd>{say(`direction.${person.direction}`)}</dd>
          </div>
        )}
        {detail !== undefined && (
          <div>
            <dt>{say('facts.detail')}</dt>
            <dd lang="en">{detail}</dd>
          </div>
        )}
      </dl>
    </section>
  );
}

/** From where to where the scale goes: skin outdoors in winter, and a fever on a hot day. */
const scaleC = { from: 30, to: 40 };
const share = (celsius: number) => Math.min(1, Math.max(0, (celsius - scaleC.from) / (scaleC.to - scaleC.from))) * 100;

/** The reading beside the median of the people before. */
function Scale({ skinC, baselineC }: { skinC: number; baselineC: number }) {
  const say = useSay();
  const [from, to] = [share(Math.min(skinC, baselineC)), share(Math.max(skinC, baselineC))];
  return (
    <div class="scale">
      <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        <rect class="scale-all" x="0" y="3" width="100" height="4" />
        <rect class="scale-between" x={from} y="3" width={Math.max(0.5, to - from)} height="4" />
        <rect class="scale-baseline" x={share(baselineC) - 0.4} y="0" width="0.8" height="10" />
        <rect class="scale-skin" x={share(skinC) - 0.8} y="0" width="1.6" height="10" />
      </svg>
      <p class="scale-words">
        <span>
          {say('facts.baseline')} <b>{baselineC.toFixed(1)}</b>
        </span>
        <span>
          {say('facts.skin')} <b>{skinC.toFixed(1)}</b> °C
        </span>
      </p>
    </div>
  );
}
