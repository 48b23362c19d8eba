/**
 * Who waits for a provider's answer: no longer than the deadline, and nobody overtakes anybody. Time moves by hand.
 */
import { expect, test } from 'vitest';
import type { CodeProvider, ProviderAnswer } from '../../../device-sim/gate/provider.ts';
import { createRow } from '../../../device-sim/gate/row.ts';
import type { Reading } from '../../../device-sim/gate/screen.ts';
import { gateLimits } from '../../../domain/limits/gates.ts';
import { createManualEnvironment } from './manual-environment.ts';

const passerBy: Reading = { direction: 'in', site: 'face', skinC: 35.5, ambientC: 21, code: null };
const shows = (text: string): Reading => ({ ...passerBy, code: { form: 'provider', text } });

/** A provider that answers when it is told to, and the people in front of a gate that asks it. */
function startRow(provider?: CodeProvider) {
  const time = createManualEnvironment();
  const comeForward = createRow(provider, time.environment);
  const judged: Reading['code'][] = [];
  const come = (...readings: Reading[]) => {
    for (const reading of readings) void comeForward(reading, ({ code }) => judged.push(code));
  };
  return { ...time, come, judged };
}

function createSlowProvider() {
  const answers = new Map<string, (answer: Promise<ProviderAnswer>) => void>();
  const given: AbortSignal[] = [];
  const provider: CodeProvider = {
    statusOf: (text, signal) => {
      given.push(signal);
      return new Promise((resolve) => answers.set(text, resolve));
    },
  };
  const answer = (text: string, status: ProviderAnswer | Error) => {
    answers.get(text)?.(status instanceof Error ? Promise.reject(status) : Promise.resolve(status));
  };
  return { provider, answer, given };
}

test('everybody is judged in the order in which they came, whoever is answered first', async () => {
  const { provider, answer } = createSlowProvider();
  const { come, judged, advance, pending } = startRow(provider);
  come(shows('a'), passerBy, shows('b'));
  answer('b', 'red');
  await advance(100);
  expect(judged).toEqual([]);
  answer('a', 'green');
  await advance(0);
  expect(judged).toEqual([
    { form: 'provider', text: 'a', status: 'green' },
    null,
    { form: 'provider', text: 'b', status: 'red' },
  ]);
  expect(pending()).toBe(0);
});

test('an answer that is late is none, and changes nothing any more', async () => {
  const { provider, answer, given } = createSlowProvider();
  const { come, judged, advance } = startRow(provider);
  come(shows('a'));
  await advance(gateLimits.providerAnswerMaxMs - 1);
  expect(judged).toEqual([]);
  await advance(1);
  expect(given.map(({ aborted }) => aborted)).toEqual([true]);
  answer('a', 'green');
  await advance(0);
  expect(judged).toEqual([{ form: 'provider', text: 'a', status: 'unknown' }]);
});

test('a provider that fails, and none at all, say nothing about a code', async () => {
  const { provider, answer } = createSlowProvider();
  const failing = startRow(provider);
  failing.come(shows('a'));
  answer('a', new Error('no route'));
  await failing.advance(0);
  const without = startRow();
  without.come(shows('a'));
  await without.advance(0);
  for (const { judged } of [failing, without]) {
    expect(judged).toEqual([{ form: 'provider', text: 'a', status: 'unknown' }]);
  }
});

test('only codes of providers are asked for, once, and so many at a time', async () => {
  const { provider, given } = createSlowProvider();
  const { come, judged, advance } = startRow(provider);
  const known: Reading = { ...passerBy, code: { form: 'provider', text: 'known', status: 'yellow' } };
  come(known, { ...passerBy, code: { form: 'guard-entry', text: '3-2-501' } });
  await advance(0);
  expect(given).toHaveLength(0);
  expect(judged).toMatchObject([{ status: 'yellow' }, { form: 'guard-entry' }]);
  come(...Array.from({ length: gateLimits.providerQuestionsMax + 5 }, (_, number) => shows(`${number}`)));
  await advance(gateLimits.providerAnswerMaxMs);
  expect(given).toHaveLength(gateLimits.providerQuestionsMax);
  expect(judged).toHaveLength(2 + gateLimits.providerQuestionsMax + 5);
});
