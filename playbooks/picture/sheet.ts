import type { Playbook } from '../../domain/playbooks/playbook.ts';
import type { Texts } from '../../domain/playbooks/texts.ts';
import { type Phase, phases } from '../../domain/playbooks/walk.ts';
import { drawLargest } from './fit.ts';
import { drawNever } from './never.ts';
import { type NumberedStep, numberedSteps, type PictureWords } from './numbered-steps.ts';
import { box, drawing, ink, lineHeight, type Place, paragraph, phaseInk, text } from './svg.ts';

/** A4 upright, in mm. */
const page = { width: 210, height: 297, margin: 9 } as const;
const inner = page.width - 2 * page.margin;
const head = { title: 10, when: 4.6, never: 4.6, phase: 4.6, about: 2.9 } as const;
const phaseWidth = 25;
/** Room beside and between cards, in units of the letters' size. */
const room = { number: 2.1, paddingY: 0.28, gap: 0.3, role: 1.9 } as const;

/** One playbook on a sheet of A4, with letters as large as fit. */
export function drawSheet(playbook: Playbook, words: PictureWords, lang: string): string {
  const heading = drawHeading(playbook, words);
  const roles = numberedSteps(playbook, words).filter(({ steps }) => steps.length > 0);
  const body = drawLargest('sheet', (size) => {
    const parts: string[] = [];
    let y = heading.bottom;
    for (const { role, steps } of roles) {
      if (roles.length > 1) {
        parts.push(
          text(page.margin, y + (room.role * size) / 2, words.texts.labels.roles[role], {
            size: size * 1.15,
            bold: true,
          }),
        );
        y += room.role * size;
      }
      for (const phase of phases) {
        const ofPhase = steps.filter(({ step }) => step.phase === phase);
        if (ofPhase.length === 0) continue;
        const group = drawPhase(phase, ofPhase, words, { y, size });
        parts.push(group.svg);
        y = group.bottom + room.gap * 2 * size;
      }
    }
    return y <= page.height - page.margin ? parts : undefined;
  });
  return drawing({ ...page, lang, title: words.texts.playbooks[words.kind]?.title ?? words.kind }, [
    ...heading.parts,
    ...body,
  ]);
}

function drawHeading({ never }: Playbook, { kind, texts }: PictureWords): { parts: string[]; bottom: number } {
  const { title = kind, when = '' } = texts.playbooks[kind] ?? {};
  const middle = page.margin + head.title * 0.6;
  const whenAt = { x: page.margin, y: page.margin + head.title * 1.3, width: inner };
  const about = paragraph(whenAt, head.when, [{ look: 'text', text: when }]);
  const neverAt = { x: page.margin, y: whenAt.y + about.height + 1.5, width: inner };
  const warnings = drawNever(never, texts, neverAt, head.never);
  const titleSvg = text(page.margin, middle, title, { size: head.title, bold: true });
  return { parts: [titleSvg, about.svg, warnings.svg], bottom: neverAt.y + warnings.height + 2.6 };
}

function drawPhase(
  phase: Phase,
  steps: readonly NumberedStep[],
  { texts }: PictureWords,
  at: { y: number; size: number },
) {
  const { size } = at;
  const cards: string[] = [];
  let { y } = at;
  for (const step of steps) {
    const card = drawCard(step, texts, { x: page.margin + phaseWidth + 1.5, y, width: inner - phaseWidth - 1.5 }, size);
    cards.push(card.svg);
    y = card.bottom + room.gap * size;
  }
  const bottom = y - room.gap * size;
  const label = drawLabel(texts.labels.phases[phase], { x: page.margin, y: at.y, width: phaseWidth }, bottom - at.y);
  return {
    svg: [
      box({ x: page.margin, y: at.y, width: phaseWidth }, bottom - at.y, { fill: phaseInk[phase], radius: 1.5 }),
      label,
      ...cards,
    ].join(''),
    bottom,
  };
}

/** What the phase is about is said where there is room for it. */
function drawLabel({ name, about }: Texts['labels']['phases'][Phase], place: Place, height: number): string {
  const words = paragraph({ x: place.x + 2, y: 0, width: place.width - 3 }, head.about, [
    { look: 'text', text: about },
  ]);
  const hasRoom = height > head.phase * 1.6 + words.height;
  const top = place.y + (height - (hasRoom ? head.phase * 1.5 + words.height : head.phase)) / 2;
  const title = text(place.x + 2, top + head.phase / 2, name, { size: head.phase, bold: true });
  const below = hasRoom ? `<g transform="translate(0 ${top + head.phase * 1.5})">${words.svg}</g>` : '';
  return `<g fill="${ink.white}">${title}${below}</g>`;
}

function drawCard({ number, step, pieces }: NumberedStep, { labels }: Texts, place: Place, size: number) {
  const left = room.number * size;
  const padding = room.paddingY * size;
  const inside = { x: place.x + left, y: place.y + padding, width: place.width - left - padding };
  const words = paragraph(inside, size, [{ look: 'tag', text: labels.kinds[step.kind] }, ...pieces]);
  const height = words.height + 2 * padding;
  const count = text(place.x + left / 2, inside.y + (lineHeight / 2) * size, `${number}`, {
    size: size * 1.1,
    bold: true,
    anchor: 'middle',
  });
  return {
    svg: box(place, height, { stroke: ink.line, radius: 1, line: 0.25 }) + count + words.svg,
    bottom: place.y + height,
  };
}
