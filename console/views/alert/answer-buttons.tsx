import type { Step } from '../../../domain/playbooks/playbook.ts';
import { fillIn, readingAnswers, waysOn } from '../../../domain/playbooks/walk.ts';
import { useSay } from '../../language/text.ts';
import { Icon } from '../../parts/icon.tsx';
import type { Walking } from './use-walk.ts';

/** A button for each answer of a step; a reading is entered as it is, and answers by itself. */
export function AnswerButtons({ walk, step, onMeasure }: { walk: Walking; step: Step; onMeasure?(): void }) {
  const say = useSay();
  const byReading: readonly string[] = onMeasure === undefined ? [] : readingAnswers;
  const answers = waysOn(step).flatMap(({ answer }) => (answer && !byReading.includes(answer) ? [answer] : []));
  return (
    <div class="answers">
      {onMeasure && (
        <button type="button" class="action primary" onClick={onMeasure}>
          <Icon name="thermometer" />
          {say('playbook.enter')}
        </button>
      )}
      {answers.map((answer) => (
        <button key={answer} type="button" class="action plain" onClick={() => walk.take(answer)}>
          {fillIn(walk.content?.texts.answers[answer] ?? answer, walk)}
        </button>
      ))}
    </div>
  );
}
