// Goal: the contract takes what the protocol says and nothing else; the documents are made from it and fresh.
// Method: a good message changed in one place at a time; generated documents compared with the files.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generatedDocuments } from '../../../docs/generate/documents.ts';
import { gateConfig } from '../../../domain/messages/config.ts';
import { passesMessage } from '../../../domain/messages/pass.ts';
import { statusMessage } from '../../../domain/messages/status.ts';
import { alertsTopic, gateTopic, ingestTopic, parseGateTopic } from '../../../domain/topics.ts';
import { samplePasses } from '../../../operator/sample.ts';

const good = samplePasses(Date.parse('2026-11-24T03:04:05.678Z'), true);
const [goodPass] = good.passes;

describe('passes', () => {
  it('takes a good one, with fields of newer firmware', () => {
    expect(passesMessage.safeParse({ ...good, newer: 1, passes: [{ ...goodPass, newer: 2 }] }).success).toBe(true);
  });

  it.each<[string, object]>([
    ['12 °C', { skinC: 12 }],
    ['99 °C', { skinC: 99 }],
    ['thousandths', { skinC: 35.301 }],
    ['a temperature as text', { skinC: '35.3' }],
    ['no site', { site: undefined }],
    ['seq 0', { seq: 0 }],
    ['half a seq', { seq: 1.5 }],
    ['an epoch in capitals', { epoch: 'ABCDEFGH' }],
    ['a local time', { at: '2026-11-24T03:04:05.678+08:00' }],
    ['a time without milliseconds', { at: '2026-11-24T03:04:05Z' }],
    ['the 31st of February', { at: '2026-02-31T03:04:05.678Z' }],
    ['a code without text', { code: { form: 'card', text: '' } }],
    ['an unknown verdict', { verdict: 'maybe' }],
  ])('refuses %s', (_, change) => {
    expect(passesMessage.safeParse({ ...good, passes: [{ ...goodPass, ...change }] }).success).toBe(false);
  });

  it.each([0, 26])('refuses %i passes in a message', (count) => {
    expect(passesMessage.safeParse({ ...good, passes: Array.from({ length: count }, () => goodPass) }).success).toBe(
      false,
    );
  });
});

it('status tells heartbeats, wills and events apart', () => {
  expect(statusMessage.safeParse({ kind: 'will', epoch: 'k3v9x0q2' }).success).toBe(true);
  expect(statusMessage.safeParse({ kind: 'hello' }).success).toBe(false);
});

it('a config has a limit for every site, within reason', () => {
  expect(gateConfig.safeParse({ version: 1, limitC: { face: 0.8 } }).success).toBe(false);
});

describe('topics', () => {
  const gate = { community: 'xixi', gate: 'xixi-gate-1' };

  it('are taken apart as they are built', () => {
    expect(parseGateTopic(gateTopic(gate, 'passes'))).toEqual({ ...gate, channel: 'passes' });
    expect(parseGateTopic(alertsTopic({ district: 'yuhang', community: 'xixi' }))).toBeUndefined();
    expect(parseGateTopic(`${gateTopic(gate, 'passes')}/more`)).toBeUndefined();
  });

  it('stay within 256 bytes and 7 slashes with the longest ids, the Basic Ingest prefix not counted', () => {
    const long = 'x'.repeat(32);
    const topic = ingestTopic({ community: long, gate: long }, 'passes').replace(/^\$aws\/rules\/[^/]+\//, '');
    expect(topic.length).toBeLessThanOrEqual(256);
    expect(topic.split('/').length - 1).toBeLessThanOrEqual(7);
  });
});

describe('generated documents', () => {
  it.each([...generatedDocuments()])('docs/%s is fresh (npm run docs)', (file, content) => {
    const path = join(import.meta.dirname, '../../../docs', file);
    expect(readFileSync(path, 'utf8')).toBe(content);
  });
});
