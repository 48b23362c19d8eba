// Goal: law 7 rests on an agreement: what leaves no receipt is found by its time, whenever it is written and whenever
// somebody looks.
// Method: a property over writers that take as long as they may and over readers at any time; the edges by example.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isPrompt, settledMs } from '../../../../domain/ledger/prompt.ts';
import { gateLimits } from '../../../../domain/limits/gates.ts';
import { ledgerLimits } from '../../../../domain/limits/ledger.ts';
import { defaultConfig } from '../../../../domain/messages/config.ts';

const { promptForMs, writtenWithinMs, clockOffMs } = ledgerLimits;

test('whoever has looked at a time finds no prompt pass of it that is written later', () => {
  const now = fc.integer({ min: 0, max: 3_600_000 });
  fc.assert(
    fc.property(
      now,
      now,
      now,
      fc.integer({ min: 0, max: writtenWithinMs }),
      (atMs, aboutToStoreMs, looksMs, tookMs) => {
        fc.pre(isPrompt(atMs, aboutToStoreMs));
        const isWritten = aboutToStoreMs + tookMs <= looksMs;
        const isLookedAt = atMs < settledMs(looksMs);
        expect(isWritten || !isLookedAt).toBe(true);
      },
    ),
    { numRuns: 5_000 },
  );
});

test('a pass that lingered as long as gates do by default is prompt, with a clock as wrong as clocks may be', () => {
  const lingeredMs = defaultConfig.lingerS * 1_000;
  expect(isPrompt(0, lingeredMs + clockOffMs)).toBe(true);
  expect(isPrompt(clockOffMs, 0)).toBe(true);
  expect(isPrompt(clockOffMs + 1, 0)).toBe(false);
  expect(isPrompt(0, promptForMs)).toBe(false);
  expect(isPrompt(0, gateLimits.lingerSMax * 1_000)).toBe(false);
});
