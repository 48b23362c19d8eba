import { type Playbook, type PlaybookRole, playbookRoles, type Step } from '../../domain/playbooks/playbook.ts';
import { reachedFrom } from '../../domain/playbooks/structure.ts';
import type { Texts } from '../../domain/playbooks/texts.ts';
import { ends, fillIn, phases, waysOn } from '../../domain/playbooks/walk.ts';
import type { Piece } from './flow.ts';

/** A step as it stands on paper, where nobody can tap: with a number, and the numbers of the steps that it leads to. */
export interface NumberedStep {
  number: number;
  step: Step;
  /** What it says, and where it leads. */
  pieces: Piece[];
}

/** What a picture says of one playbook. */
export interface PictureWords {
  kind: string;
  texts: Texts;
  /** °C, of the community's config. */
  contactLimitC: number;
}

/** The steps of each role in the order in which they are read: by phase, then as they stand in the file. */
export function numberedSteps(
  playbook: Playbook,
  words: PictureWords,
): { role: PlaybookRole; steps: NumberedStep[] }[] {
  const order = playbookRoles.map((role) => ({ role, ids: inOrder(playbook, role) }));
  const numbers = new Map(order.flatMap(({ ids }) => ids).map((id, index) => [id, index + 1]));
  return order.map(({ role, ids }) => ({
    role,
    steps: ids.flatMap((id) => {
      const [step, number] = [playbook.steps[id], numbers.get(id)];
      return step && number ? [{ number, step, pieces: piecesOf(id, step, numbers, words) }] : [];
    }),
  }));
}

function inOrder({ begin, steps, ...rest }: Playbook, role: PlaybookRole): string[] {
  const first = begin[role];
  const own = reachedFrom({ begin, steps, ...rest }, first === undefined ? [] : [first]);
  return phases.flatMap((phase) => Object.keys(steps).filter((id) => own.has(id) && steps[id]?.phase === phase));
}

function piecesOf(
  id: string,
  step: Step,
  numbers: Map<string, number>,
  { kind, texts, contactLimitC }: PictureWords,
): Piece[] {
  const words = fillIn(texts.playbooks[kind]?.steps[id] ?? '', { contactLimitC });
  const isSaid = step.kind === 'say' || step.kind === 'ask';
  return [
    isSaid ? { look: 'spoken', text: `“${words}”` } : { look: 'text', text: words },
    ...waysOn(step).flatMap(({ answer, target }): Piece[] => {
      const end = ends.find((one) => one === target);
      const to = end ? texts.labels.ends[end] : `${numbers.get(target)}`;
      if (answer !== undefined) {
        const label = fillIn(texts.answers[answer] ?? '', { contactLimitC });
        return [{ look: end ? 'end' : 'way', text: `${label} → ${to}` }];
      }
      if (end) return [{ look: 'end', text: to }];
      // The next one on the sheet needs no sign.
      return numbers.get(target) === (numbers.get(id) ?? 0) + 1 ? [] : [{ look: 'way', text: `→ ${to}` }];
    }),
  ];
}
