import { fillIn, phases } from '../../../domain/playbooks/walk.ts';
import { useSay } from '../../language/text.ts';
import { Icon } from '../../parts/icon.tsx';
import type { Content } from './playbooks.ts';
import type { Walking } from './use-walk.ts';

/** The playbook, one step at a time: what was done above, what to do now in large letters. */
export function Walk({ walk }: { walk: Walking }) {
  const say = useSay();
  const { content, kind, done, at, contactLimitC } = walk;
  if (content === undefined) return <p class="about">{say('playbook.loading')}</p>;
  const words = content.texts.playbooks[kind];
  const fill = (text = '') => fillIn(text, { contactLimitC });
  const ended = at !== undefined && 'end' in at ? at.end : undefined;
  return (
    <section class="walk" aria-label={say('playbook.title')}>
      <Phases content={content} walk={walk} />
      {done.length > 0 && (
        <ol class="walked">
          {done.map(({ step, answer }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step may be taken twice, and none ever moves.
            <li key={index}>
              <Icon name="tick" />
              <span>{fill(words?.steps[step])}</span>
              {answer !== undefined && <strong>{fill(content.texts.answers[answer])}</strong>}
            </li>
          ))}
        </ol>
      )}
      <div class="walk-now" aria-live="polite">
        {at !== undefined && 'step' in at && (
          <>
            <p class="walk-kind">
              <span class="sign">{content.texts.labels.kinds[at.what.kind]}</span>
              {at.what.kind === 'call' && say('playbook.call', { who: content.texts.labels.callees[at.what.whom] })}
            </p>
            <p class={`walk-text ${at.what.kind === 'say' || at.what.kind === 'ask' ? 'spoken' : ''}`}>
              {fill(words?.steps[at.step])}
            </p>
          </>
        )}
        {ended !== undefined && (
          <p class="walk-text">
            {ended === 'stays-open'
              ? say('playbook.stays-open')
              : say('playbook.end', { outcome: say(`outcome.${ended}`) })}
          </p>
        )}
      </div>
      <Never content={content} />
    </section>
  );
}

/** The five key steps, and which of them it is. */
function Phases({ content: { playbook, texts }, walk: { at, done } }: { content: Content; walk: Walking }) {
  const now = at !== undefined && 'step' in at ? at.what.phase : undefined;
  const passed = new Set(done.map(({ step }) => playbook.steps[step]?.phase));
  return (
    <ol class="phases">
      {phases.map((phase) => (
        <li
          key={phase}
          class={phase === now ? 'now' : passed.has(phase) ? 'passed' : ''}
          aria-current={phase === now ? 'step' : undefined}
        >
          <span class="phase-sign">{texts.labels.phases[phase].sign}</span>
          <span class="phase-name">{texts.labels.phases[phase].name}</span>
        </li>
      ))}
    </ol>
  );
}

function Never({ content: { playbook, texts } }: { content: Content }) {
  return (
    <div class="never">
      <h2>{texts.labels.never}</h2>
      <ul>
        {playbook.never.map((one) => (
          <li key={one}>{texts.never[one]}</li>
        ))}
      </ul>
    </div>
  );
}
