import { fillIn, phases } from '../../../domain/playbooks/walk.ts';
import { useSay } from '../../language/text.ts';
import { Icon } from '../../parts/icon.tsx';
import type { Content } from './playbooks.ts';
import type { Walking } from './use-walk.ts';

/** How far somebody has come in the playbook, and what is never done. The step of now is at the bottom, with its buttons. */
export function Walked({ walk }: { walk: Walking }) {
  const say = useSay();
  const { content, kind, done } = walk;
  if (content === undefined) return <p class="about">{say('playbook.loading')}</p>;
  const words = content.texts.playbooks[kind];
  return (
    <section class="walk" aria-label={say('playbook.title')}>
      <Phases content={content} walk={walk} />
      <ol class="walked">
        {done.map(({ step, answer }, index) => (
          <li key={`${index} ${step}`}>
            <Icon name="tick" />
            <span>{fillIn(words?.steps[step] ?? '', walk)}</span>
            {answer !== undefined && <strong>{fillIn(content.texts.answers[answer] ?? '', walk)}</strong>}
          </li>
        ))}
      </ol>
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
          {texts.labels.phases[phase].name}
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
