// Goal: every text is there in every language, says the same things, and is used.
// Method: the languages beside each other; the source of the page is searched for their names.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { en } from '../../../console/language/en.ts';
import { zh } from '../../../console/language/zh.ts';

const keys = Object.keys(zh) as (keyof typeof zh)[];
const placesIn = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).toSorted();
const han = /\p{Script=Han}/u;

describe('languages', () => {
  it('have the same texts, each with the same places to fill in', () => {
    expect(Object.keys(en).toSorted()).toEqual(keys.toSorted());
    expect(keys.filter((key) => `${placesIn(zh[key])}` !== `${placesIn(en[key])}`)).toEqual([]);
  });

  it('are translated: Chinese is Chinese, and English has no Chinese in it', () => {
    const withoutWords = ['gate.at'];
    expect(keys.filter((key) => !han.test(zh[key]) && !withoutWords.includes(key))).toEqual([]);
    expect(keys.filter((key) => han.test(en[key]) || en[key] === '')).toEqual([]);
  });
});

it('no text is left over, and none is put together out of nothing', () => {
  const root = join(import.meta.dirname, '../../../console');
  const files = globSync('**/*.{ts,tsx}', { cwd: root, exclude: ['language/*{zh,en}.ts', 'dist/**'] });
  const source = files.map((file) => readFileSync(join(root, file), 'utf8')).join('\n');
  const whole = new Set([...source.matchAll(/'([a-z-]+\.[a-z0-9.-]+)'/g)].map(([, key = '']) => key));
  const beginnings = [...source.matchAll(/`([a-z-]+\.[a-z.-]*)\$\{/g)].map(([, beginning = '']) => beginning);
  const isUsed = (key: string) => whole.has(key) || beginnings.some((beginning) => key.startsWith(beginning));
  expect(keys.filter((key) => !isUsed(key))).toEqual([]);
  expect(beginnings.filter((beginning) => !keys.some((key) => key.startsWith(beginning)))).toEqual([]);
});
