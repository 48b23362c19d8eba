import type { Texts } from '../../domain/playbooks/texts.ts';
import { box, ink, type Place, paragraph } from './svg.ts';

/**
 * What is never done, in a frame that is seen first.
 * @param never as in playbooks; what several of them name is said once, in the order of the texts.
 * @returns also how high the frame is, in mm.
 */
export function drawNever(
  never: readonly string[],
  texts: Texts,
  place: Place,
  size: number,
): { svg: string; height: number } {
  const inside = { x: place.x + 0.65 * size, y: place.y + 0.25 * size, width: place.width - 1.3 * size };
  const words = paragraph(inside, size, [
    { look: 'tag', text: texts.labels.never },
    ...Object.entries(texts.never)
      .filter(([one]) => never.includes(one))
      .map(([, text]) => ({ look: 'warning' as const, text: `× ${text}` })),
  ]);
  const height = words.height + 0.5 * size;
  return { svg: box(place, height, { stroke: ink.warning, line: 0.2 * size, radius: 0.4 * size }) + words.svg, height };
}
