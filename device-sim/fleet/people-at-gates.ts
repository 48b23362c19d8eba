import type { CodeSigner } from '../../domain/codes/platform.ts';
import type { Pass } from '../../domain/messages/pass.ts';
import type { Environment } from '../environment.ts';
import type { Gate } from '../gate/gate.ts';
import type { Reading } from '../gate/screen.ts';
import type { Person } from '../world/people.ts';
import { createVisits } from '../world/visits.ts';
import type { FleetEvent } from './fleet.ts';
import type { Tally } from './fleet-report.ts';

/** Who stands before the gates of a fleet, until a gate has taken them on or turned them away. */
export interface PeopleAtGates {
  screen(gate: string, reading: Reading, feverish: boolean): Promise<Pass | undefined>;
  visit(gate: string, person: Person): Promise<void>;
  /** Nobody comes any more. Resolves when nobody stands there. */
  disperse(): Promise<void>;
}

export function createPeopleAtGates(options: {
  gates: ReadonlyMap<string, Gate>;
  signer: CodeSigner | undefined;
  environment: Environment;
  tally: Tally;
  tell(event: FleetEvent): void;
}): PeopleAtGates {
  const { gates, environment, tally, tell } = options;
  const standing = new Set<Promise<unknown>>();

  const take = async (gateId: string, reading: Reading, feverish: boolean, person?: Person) => {
    const gate = gates.get(gateId);
    if (!gate) return undefined;
    const stoodAtMs = environment.now();
    const pass = await gate.screen(reading);
    tally.countPerson({ feverish, shows: person?.shows }, pass);
    if (pass) tell({ gate: gateId, kind: 'passed', pass, feverish, stoodAtMs, ...(person && { person }) });
    return pass;
  };
  const screen: typeof take = (...somebody) => {
    const taken = take(...somebody).finally(() => standing.delete(taken));
    standing.add(taken);
    return taken;
  };
  const visits = createVisits({
    signer: options.signer,
    environment,
    screen: (gate, reading, person) => screen(gate, reading, person.feverish, person),
    onTrouble: (gate, what) => tell({ gate, kind: 'trouble', what }),
  });

  return {
    screen: (gate, reading, feverish) => screen(gate, reading, feverish),
    visit: visits.begin,
    disperse: async () => {
      visits.end();
      await Promise.allSettled(standing);
    },
  };
}
