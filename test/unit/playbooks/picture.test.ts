// Goal: what hangs on the wall says all of it, and nothing covers anything else. Method: every playbook and the map, in
// every language: the letters of the picture hold each text, and of any two boxes one holds the other or they are apart.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reachedFrom } from '../../../domain/playbooks/structure.ts';
import type { Texts } from '../../../domain/playbooks/texts.ts';
import { fillIn } from '../../../domain/playbooks/walk.ts';
import { drawMap } from '../../../playbooks/picture/map.ts';
import { drawSheet } from '../../../playbooks/picture/sheet.ts';
import { readContent } from '../../../playbooks/read-content.ts';

const { playbooks, texts } = readContent(join(import.meta.dirname, '../../../playbooks')).content;
const contactLimitC = 37.3;

/** All letters, without blanks: a text goes over several lines. */
function lettersOf(svg: string): string {
  const parts = [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text = '']) => text);
  return bare(parts.join('').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'));
}
const bare = (text: string): string => fillIn(text, { contactLimitC }).replaceAll(/\s/g, '');

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Every box in mm of the page. A block of the map stands on a line of its own, moved as a whole. */
function boxesOf(svg: string): Box[] {
  return svg.split('\n').flatMap((line) => {
    const [, dx = '0', dy = '0'] = /^<g transform="translate\((\S+) (\S+)\)">/.exec(line) ?? [];
    return [...line.matchAll(/<rect x="(\S+)" y="(\S+)" width="(\S+)" height="(\S+)"/g)].map(([, ...numbers]) => {
      const [x = 0, y = 0, width = 0, height = 0] = numbers.map(Number);
      const [left, top] = [x + Number(dx), y + Number(dy)];
      return { left, top, right: left + width, bottom: top + height };
    });
  });
}

/** Numbers are rounded to hundredths. */
const hairMm = 0.03;
const areApart = (one: Box, other: Box): boolean =>
  one.right <= other.left + hairMm ||
  other.right <= one.left + hairMm ||
  one.bottom <= other.top + hairMm ||
  other.bottom <= one.top + hairMm;
const holds = (one: Box, other: Box): boolean =>
  one.left <= other.left + hairMm &&
  one.top <= other.top + hairMm &&
  one.right >= other.right - hairMm &&
  one.bottom >= other.bottom - hairMm;

function expectTidy(svg: string, page: { width: number; height: number }): void {
  const boxes = boxesOf(svg);
  expect(boxes.length).toBeGreaterThan(5);
  const whole = { left: 0, top: 0, right: page.width, bottom: page.height };
  expect(boxes.filter((box) => !holds(whole, box))).toEqual([]);
  const pairs = boxes.flatMap((one, index) => boxes.slice(index + 1).map((other) => [one, other] as const));
  expect(pairs.filter(([one, other]) => !areApart(one, other) && !holds(one, other) && !holds(other, one))).toEqual([]);
}

describe.each(Object.entries(texts))('in %s', (lang, words) => {
  it.each(Object.entries(playbooks))('the sheet of %s', (kind, playbook) => {
    const svg = drawSheet(playbook, { kind, texts: words, contactLimitC }, lang);
    const letters = lettersOf(svg);
    const own = words.playbooks[kind];
    const wanted = [
      own?.title,
      own?.when,
      ...Object.values(own?.steps ?? {}),
      ...playbook.never.map((one) => words.never[one]),
    ];
    expect(wanted.length).toBeGreaterThan(8);
    expect(wanted.filter((text) => text === undefined || !letters.includes(bare(text)))).toEqual([]);
    expectTidy(svg, { width: 210, height: 297 });
  });

  it('the map of all, as far as guards do it', () => {
    const svg = drawMap(playbooks, { texts: words, contactLimitC }, lang);
    const letters = lettersOf(svg);
    const wanted = Object.entries(playbooks).flatMap(([kind, playbook]) => {
      const ofGuard = reachedFrom(playbook, [playbook.begin.guard]);
      const own = words.playbooks[kind];
      return [
        own?.title ?? '',
        ...Object.entries(own?.steps ?? {}).flatMap(([id, text]) => (ofGuard.has(id) ? text : [])),
      ];
    });
    expect(wanted.length).toBeGreaterThan(120);
    expect([...wanted, ...Object.values(words.never)].filter((text) => !letters.includes(bare(text)))).toEqual([]);
    expectTidy(svg, { width: 297, height: 210 });
  });
});

describe('whatever an officer writes', () => {
  const { fever } = playbooks;
  const [[, words] = []] = Object.entries(texts);
  const written = (text: string): Texts => {
    if (!words?.playbooks['fever']) throw new Error('no fever');
    const steps = Object.fromEntries(Object.keys(words.playbooks['fever'].steps).map((id) => [id, text]));
    return { ...words, playbooks: { ...words.playbooks, fever: { ...words.playbooks['fever'], steps } } };
  };

  it('is letters, never markup', () => {
    const svg = fever && drawSheet(fever, { kind: 'fever', texts: written('A & B <script>'), contactLimitC }, 'en');
    expect(svg).not.toContain('<script>');
    expect(lettersOf(svg ?? '')).toContain('A&B<script>');
  });

  it('fits on the page, at the longest that is taken', () => {
    const longest = '请'.repeat(40);
    const svg = fever && drawSheet(fever, { kind: 'fever', texts: written(longest), contactLimitC }, 'zh');
    expectTidy(svg ?? '', { width: 210, height: 297 });
  });
});
