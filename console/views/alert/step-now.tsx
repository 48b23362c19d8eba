import { fillIn } from '../../../domain/playbooks/walk.ts';
import { useSay } from '../../language/text.ts';
import { Icon } from '../../parts/icon.tsx';
import type { Content } from './playbooks.ts';
import type { Walking } from './use-walk.ts';

/** What to do now, in large letters: to do, or to say aloud. */
export function StepNow({ walk }: { walk: Walking }) {
  const say = useSay();
  const { content, kind, at, done } = walk;
  if (content === undefined || at === undefined) return null;
  const back = done.length > 0 && (
    <button type="button" class="step-back" onClick={walk.back}>
      {say('playbook.back')}
    </button>
  );
  if ('end' in at) {
    const text =
      at.end === 'stays-open' ? say('playbook.stays-open') : say('playbook.end', { outcome: say(`outcome.${at.end}`) });
    return (
      <div class="step" aria-live="polite">
        <p class="step-kind">{back}</p>
        <p class="step-text">{text}</p>
      </div>
    );
  }
  const isAloud = at.what.kind === 'say' || at.what.kind === 'ask';
  return (
    <div class="step" aria-live="polite">
      <p class="step-kind">
        <span class="sign">{content.texts.labels.kinds[at.what.kind]}</span>
        {at.what.kind === 'call' && <Call content={content} whom={at.what.whom} />}
        {back}
      </p>
      <p class={`step-text ${isAloud ? 'aloud' : ''}`}>
        {fillIn(content.texts.playbooks[kind]?.steps[at.step] ?? '', walk)}
      </p>
    </div>
  );
}

/** Whom to call; those that everybody calls by the same number with one touch. */
function Call({ content, whom }: { content: Content; whom: keyof Content['texts']['labels']['callees'] }) {
  const say = useSay();
  const callee = content.texts.labels.callees[whom];
  if (!/^\d+$/.test(callee)) return <span>{callee}</span>;
  return (
    <a class="dial" href={`tel:${callee}`}>
      <Icon name="phone" />
      {say('playbook.dial', { number: callee })}
    </a>
  );
}
