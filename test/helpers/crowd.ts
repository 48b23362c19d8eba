import type { Fleet, FleetEvent } from '../../device-sim/fleet/fleet.ts';
import type { GatePlace } from '../../device-sim/gate/gate.ts';
import { createCrowd, readingOf } from '../../device-sim/world/people.ts';
import { calmWorld, withFevers } from '../../device-sim/world/profile.ts';

/** People at the gates of a fleet: the next one as soon as the gate has fewer than so many passes to send. */
export interface Crowd {
  /** To be told of everything that happens in the fleet. */
  hear(event: FleetEvent): void;
  /** Lets people come, until `disperse`. */
  gather(fleet: Fleet): void;
  /** Nobody comes any more. Resolves when the last one has passed. */
  disperse(): Promise<void>;
}

/**
 * A crowd that presses as hard as gates and broker let it, whatever the machine: with a rate in people a second, a slow
 * machine would have ever more to make up for, and a quick one nothing to do.
 */
export function createPressingCrowd(options: {
  places: readonly GatePlace[];
  seed: number;
  feverShare: number;
  /** Passes that wait in a gate's outbox before people stop coming there. */
  outboxMax: number;
}): Crowd {
  const waiting = new Map<string, number>();
  const wakes = new Map<string, () => void>();
  let arrivals: Promise<void>[] = [];
  let isOver = false;

  const comeTo = async (fleet: Fleet, place: GatePlace) => {
    const { gate } = place;
    const world = withFevers(calmWorld, options.feverShare);
    const nextPerson = createCrowd({ ...options, place, world, ownPasses: false, revoked: false });
    while (!isOver) {
      const outbox = waiting.get(gate) ?? 0;
      if (outbox >= options.outboxMax) {
        await new Promise<void>((resolve) => wakes.set(gate, resolve));
        continue;
      }
      waiting.set(gate, outbox + 1);
      const person = nextPerson(calmWorld.clock.startsAtH);
      // The provider has answered before they came, and who has a house number gives it to the guard: nobody waits.
      const { shows } = person;
      const code = shows && shows.form !== 'gatehouse' ? shows : null;
      await fleet.screen(gate, readingOf(person, code), person.feverish);
    }
  };

  return {
    hear(event) {
      if (event.kind !== 'acknowledged') return;
      waiting.set(event.gate, (waiting.get(event.gate) ?? 0) - event.passes);
      wakes.get(event.gate)?.();
    },
    gather(fleet) {
      arrivals = options.places.map((place) => comeTo(fleet, place));
    },
    async disperse() {
      isOver = true;
      for (const wake of wakes.values()) wake();
      await Promise.all(arrivals);
    },
  };
}
