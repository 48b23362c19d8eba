import type { Playbook } from '../../domain/playbooks/playbook.ts';
import type { Texts } from '../../domain/playbooks/texts.ts';
import { phases } from '../../domain/playbooks/walk.ts';
import { drawLargest } from './fit.ts';
import { drawNever } from './never.ts';
import { type NumberedStep, numberedSteps, type PictureWords } from './numbered-steps.ts';
import { box, drawing, ink, lineHeight, type Place, paragraph, phaseInk, text } from './svg.ts';

/** A4 across, in mm. Printed on A3 it is a poster. */
const page = { width: 297, height: 210, margin: 6 } as const;
const inner = page.width - 2 * page.margin;
const head = { height: 12.5, title: 8, phase: 4.2, about: 2.6, never: 3 } as const;
const gap = 2.5;
/** What is tried: more columns have shorter lines, and waste less at their ends. */
const columnsTried = [4, 5, 6];

/** What guards do about every kind of alert on one sheet for their wall, with letters as large as fit; the operators' steps are no part of it. */
export function drawMap(
  playbooks: Readonly<Record<string, Playbook>>,
  words: Omit<PictureWords, 'kind'>,
  lang: string,
): string {
  const blocks = Object.entries(playbooks).map(([kind, playbook]) => ({ playbook, words: { ...words, kind } }));
  const neverAt = { x: page.margin, y: page.margin + head.height, width: inner };
  const never = drawNever(
    Object.values(playbooks).flatMap((one) => one.never),
    words.texts,
    neverAt,
    head.never,
  );
  const top = neverAt.y + never.height + gap;
  const body = drawLargest('map', (size) => {
    for (const columns of columnsTried) {
      const width = (inner - (columns - 1) * gap) / columns;
      const drawn = blocks.map(({ playbook, words }) => drawBlock(playbook, words, width, size));
      const placed = intoColumns(drawn, columns, page.height - page.margin - top);
      if (placed) return placed.map(({ svg, column, y }) => moved(svg, page.margin + column * (width + gap), top + y));
    }
    return undefined;
  });
  return drawing({ ...page, lang, title: words.texts.labels.map }, [drawHead(words.texts.labels), never.svg, ...body]);
}

const moved = (svg: string, x: number, y: number): string =>
  `<g transform="translate(${x.toFixed(2)} ${y.toFixed(2)})">${svg}</g>`;

interface Block {
  svg: string;
  height: number;
}

/** Each block, the highest first, goes where there is most room. @returns undefined when they do not fit. */
function intoColumns(blocks: readonly Block[], columns: number, room: number) {
  const filled = Array.from({ length: columns }, () => 0);
  const placed: { svg: string; column: number; y: number }[] = [];
  for (const { svg, height } of blocks.toSorted((one, other) => other.height - one.height)) {
    const y = Math.min(...filled);
    const column = filled.indexOf(y);
    if (y + height > room) return undefined;
    placed.push({ svg, column, y });
    filled[column] = y + height + gap;
  }
  return placed;
}

/** The five key steps, which are the same everywhere. */
function drawHead(labels: Texts['labels']): string {
  const title = text(page.margin, page.margin + head.title * 0.42, labels.map, { size: head.title, bold: true });
  const left = page.margin + inner * 0.36;
  const width = (inner * 0.64) / phases.length;
  const cells = phases.map((phase, index) => {
    const place = { x: left + index * width, y: page.margin, width: width - 1.5 };
    const { name, about } = labels.phases[phase];
    const words = [
      text(place.x + 2, page.margin + 3.2, name, { size: head.phase, bold: true }),
      text(place.x + 2, page.margin + 7.6, about, { size: head.about }),
    ];
    return `${box(place, 10, { fill: phaseInk[phase], radius: 1.2 })}<g fill="${ink.white}">${words.join('')}</g>`;
  });
  const motto = text(page.margin, page.margin + head.title + 1.2, labels.motto, { size: head.about });
  return title + motto + cells.join('');
}

function drawBlock(playbook: Playbook, words: PictureWords, width: number, size: number): Block {
  const { texts, kind } = words;
  const title = texts.playbooks[kind]?.title ?? kind;
  const bar = 1.9 * size;
  const parts = [
    box({ x: 0, y: 0, width }, bar, { fill: ink.black, radius: 0.8 }),
    text(size * 0.6, bar / 2, title, { size: size * 1.25, bold: true, fill: ink.white }),
  ];
  let y = bar + 0.2 * size;
  for (const step of numberedSteps(playbook, words).find(({ role }) => role === 'guard')?.steps ?? []) {
    const card = drawStep(step, texts, { x: 0, y, width }, size);
    parts.push(card.svg);
    y += card.height;
  }
  parts.push(box({ x: 0, y: 0, width }, y + 0.3 * size, { stroke: ink.black, radius: 0.8, line: 0.3 }));
  return { svg: parts.join(''), height: y + 0.3 * size };
}

function drawStep(
  { number, step: { phase }, pieces }: NumberedStep,
  texts: Texts,
  { x, y, width }: Place,
  size: number,
): Block {
  const left = { sign: 0.3 * size, number: 2.3 * size, words: 3.3 * size };
  const words = paragraph({ x: x + left.words, y, width: width - left.words - 0.3 * size }, size, pieces);
  const sign = { x: x + left.sign, y: y + 0.12 * size, width: 1.25 * size };
  const svg = [
    box(sign, words.height - 0.14 * size, { fill: phaseInk[phase], radius: 0.2 * size }),
    text(sign.x + sign.width / 2, y + (lineHeight / 2) * size, texts.labels.phases[phase].sign, {
      size: size * 0.9,
      bold: true,
      fill: ink.white,
      anchor: 'middle',
    }),
    text(x + left.number, y + (lineHeight / 2) * size, `${number}`, { size, bold: true, anchor: 'middle' }),
    words.svg,
  ];
  return { svg: svg.join(''), height: words.height };
}
