// Goal: the page is light, and needs no exception from a strict content security policy. Method: its built files.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, inject, it } from 'vitest';

/** Compressed: what a cheap phone loads before the first alert is on its screen may be no more. All of the page is less. */
const bytesMax = 150_000;

const folder = inject('builtPage');
const files = globSync('**/*.{html,js,css}', { cwd: folder });
const read = (file: string) => readFileSync(join(folder, file));

it('all of it is lighter than what is allowed for the first alert', () => {
  const bytes = files.reduce((sum, file) => sum + gzipSync(read(file)).length, 0);
  process.stdout.write(`the guards' page: ${Math.round(bytes / 1_000)} kB compressed, all views and languages\n`);
  expect(files.length).toBeGreaterThan(10);
  expect(bytes).toBeLessThan(bytesMax);
});

it('carries no validator, whose shapes are for the server', () => {
  expect(files.filter((file) => read(file).includes('ZodError'))).toEqual([]);
});

it('has no script and no style of its own in its first page, and asks nobody else', () => {
  const html = String(read('index.html'));
  expect(html).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|https?:/);
});
