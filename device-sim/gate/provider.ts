import { gateLimits } from '../../domain/limits/gates.ts';
import type { ShownCode } from '../../domain/messages/pass.ts';
import type { Environment } from '../environment.ts';
import type { Reading } from './screen.ts';

/** What a provider says of one of its codes. */
export type ProviderAnswer = Exclude<NonNullable<ShownCode['status']>, 'unknown'>;

/** Who has issued opaque codes and says of each how its bearer stands. */
export interface CodeProvider {
  /**
   * Rejects when the provider cannot be reached.
   * @param signal aborted when the gate waits no longer.
   */
  statusOf(text: string, signal: AbortSignal): Promise<ProviderAnswer>;
}

/** Completes a reading with what the provider says of the code, if that is what it takes. Never rejects. */
export type CompleteReading = (reading: Reading) => Promise<Reading>;

/** @param provider without one, nobody knows how the bearers of such codes stand. */
export function createCompleteReading(
  provider: CodeProvider | undefined,
  environment: Pick<Environment, 'after'>,
): CompleteReading {
  let questions = 0;
  return async (reading) => {
    const { code } = reading;
    if (code?.form !== 'provider' || code.status !== undefined) return reading;
    if (!provider || questions >= gateLimits.providerQuestionsMax) return withStatus(reading, code, 'unknown');
    questions++;
    const status = await ask(provider, code.text, environment);
    questions--;
    return withStatus(reading, code, status);
  };
}

/** What comes late is ignored: by then the gate has decided. */
function ask(
  provider: CodeProvider,
  text: string,
  environment: Pick<Environment, 'after'>,
): Promise<NonNullable<ShownCode['status']>> {
  const waiting = new AbortController();
  return new Promise((resolve) => {
    const cancel = environment.after(gateLimits.providerAnswerMaxMs, () => {
      resolve('unknown');
      waiting.abort();
    });
    provider
      .statusOf(text, waiting.signal)
      .then(resolve, () => resolve('unknown'))
      .finally(cancel);
  });
}

function withStatus(reading: Reading, code: ShownCode, status: NonNullable<ShownCode['status']>): Reading {
  return { ...reading, code: { ...code, status } };
}
