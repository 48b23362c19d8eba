import type { CodeSigner } from '../../domain/codes/platform.ts';
import type { Pass } from '../../domain/messages/pass.ts';
import type { Environment } from '../environment.ts';
import type { Reading } from '../gate/screen.ts';
import { createGuard, type Guard } from './guard.ts';
import { type Person, readingOf } from './people.ts';
import { createWallet } from './wallet.ts';

/** People who come to gates: they find their code, stand before the gate, and are seen to by the guard. */
export interface Visits {
  /** Resolves when the person stands before the gate. */
  begin(gate: string, person: Person): Promise<void>;
  /** Nobody comes any more, and nobody is measured again. */
  end(): void;
}

export interface VisitsOptions {
  /** Who signs the passes that people show; without it they have none. */
  signer: CodeSigner | undefined;
  environment: Environment;
  screen(gate: string, reading: Reading, person: Person): Promise<Pass | undefined>;
  /** Somebody could not come, for a reason that is none of the gate's. */
  onTrouble(gate: string, what: string): void;
}

export function createVisits({ signer, environment, screen, onTrouble }: VisitsOptions): Visits {
  const wallet = createWallet(signer, environment);
  const guards = new Map<string, Guard>();
  let isOver = false;

  const guardAt = (gate: string) => {
    const guard = guards.get(gate) ?? createGuard(environment, (person, reading) => void screen(gate, reading, person));
    guards.set(gate, guard);
    return guard;
  };

  const stand = async (gate: string, person: Person, reading: Reading) => {
    const pass = await screen(gate, reading, person);
    if (pass && !isOver) guardAt(gate).attend(person, reading, pass);
  };

  return {
    begin: async (gate, person) => {
      try {
        const reading = readingOf(person, await wallet.show(person.shows));
        if (!isOver) void stand(gate, person, reading);
      } catch (error) {
        onTrouble(gate, `a pass could not be signed: ${error instanceof Error ? error.message : error}`);
      }
    },
    end: () => {
      isOver = true;
      for (const guard of guards.values()) guard.leave();
    },
  };
}
