import { playbookLimits } from '../limits/handling.ts';
import type { AlertKind } from '../messages/alert.ts';
import type { Playbook, Step } from './playbook.ts';
import { ends, endsOf, isEnd, phases, readingAnswers, stepOf, waysOn } from './walk.ts';

/**
 * What is wrong with the steps of a playbook: each of them is reached, leads on, and comes to an end.
 * @returns a line for each fault; none when it can be walked whatever is answered.
 */
export function structureFaults(kind: AlertKind, playbook: Playbook): string[] {
  const steps = Object.entries(playbook.steps);
  const faults = [
    ...(steps.length > playbookLimits.stepsMax
      ? [`has ${steps.length} steps, and at most ${playbookLimits.stepsMax} fit on a page`]
      : []),
    ...firstSteps(playbook)
      .filter((first) => !stepOf(playbook, first))
      .map((first) => `begins with "${first}", which is no step`),
    ...steps.flatMap(([id, step]) => stepFaults(playbook, id, step)),
  ];
  // A way that leads nowhere cuts off all that comes after it: that one is told, and not the rest.
  return faults.length > 0 ? faults : walkFaults(kind, playbook);
}

function walkFaults(kind: AlertKind, playbook: Playbook): string[] {
  const ids = Object.keys(playbook.steps);
  const reached = reachedFrom(playbook, firstSteps(playbook));
  return [
    ...ends
      .filter((end) => reached.has(end) && !endsOf(kind).includes(end))
      .map((end) => `ends with "${end}", which is no end for an alert of this kind`),
    ...ids.filter((id) => !reached.has(id)).map((id) => `step "${id}" is never reached`),
    ...ids
      .filter((id) => ![...reachedFrom(playbook, [id])].some(isEnd))
      .map((id) => `step "${id}" goes round and never comes to an end`),
  ];
}

function stepFaults(playbook: Playbook, id: string, step: Step): string[] {
  const ways = waysOn(step);
  const answers = ways.flatMap(({ answer }) => answer ?? []);
  const asks = step.kind === 'ask' || step.kind === 'measure' || step.kind === 'decide';
  const tells = step.kind === 'do' || step.kind === 'say';
  const unread = step.kind === 'measure' ? readingAnswers.filter((answer) => !answers.includes(answer)) : [];
  return [
    ...(isEnd(id) ? [`step "${id}" has the name of an end`] : []),
    ...(asks && answers.length < 2 ? [`step "${id}" is of kind ${step.kind} and needs two answers`] : []),
    ...(tells && answers.length > 0 ? [`step "${id}" is of kind ${step.kind} and takes no answer`] : []),
    ...(answers.length > playbookLimits.answersMax
      ? [`step "${id}" has ${answers.length} answers, and at most ${playbookLimits.answersMax} fit`]
      : []),
    ...unread.map((answer) => `step "${id}" measures, and has no answer "${answer}"`),
    ...ways.flatMap(({ target }) => targetFaults(playbook, step, id, target)),
  ];
}

function targetFaults(playbook: Playbook, from: Step, id: string, target: string): string[] {
  if (isEnd(target)) return [];
  const to = stepOf(playbook, target);
  if (!to) return [`step "${id}" leads to "${target}", which is neither a step nor an end`];
  const goesBack = phases.indexOf(to.phase) < phases.indexOf(from.phase);
  return goesBack ? [`step "${id}" leads from "${from.phase}" back to "${target}" in "${to.phase}"`] : [];
}

/** Of each role that has steps. */
function firstSteps({ begin: { guard, operator } }: Playbook): string[] {
  return operator === undefined ? [guard] : [guard, operator];
}

/** Steps and ends that can be come to, the first ones among them. */
export function reachedFrom(playbook: Playbook, firsts: readonly string[]): Set<string> {
  const reached = new Set(firsts);
  // A set goes on to what is added to it meanwhile.
  for (const id of reached) {
    const step = stepOf(playbook, id);
    for (const { target } of step ? waysOn(step) : []) reached.add(target);
  }
  return reached;
}
