import type { Environment } from '../environment.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { GatePlace } from '../gate/gate.ts';
import { yuhang } from '../places.ts';
import type { RecordedPerson } from './recording.ts';
import { isFeverish, type Outcome } from './summary.ts';

/** The community of replayed gates: no others are in it, so its alerts are the replay's. */
export const replayPlace = { district: yuhang.district, community: 'replay' } as const;

/** A camera stood for a gate: one gate for each. */
export function gatesOf(people: readonly RecordedPerson[]): GatePlace[] {
  return [...new Set(people.map(({ camera }) => gateOf(camera)))].map((gate) => ({ ...replayPlace, gate }));
}

function gateOf(camera: string): string {
  const id = camera.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return `replay-${id}`.slice(0, 32);
}

/**
 * Puts recorded people in front of the gates, in the order in which they were measured. A pass carries the time at
 * which it is replayed, since years-old passes are not taken. The recorded days follow each other without a gap:
 * with about five people a day, a window that began anew each day would hardly ever be filled.
 */
export async function replay(
  people: readonly RecordedPerson[],
  fleet: Pick<Fleet, 'screen'>,
  { ratePerS, environment, signal }: { ratePerS: number; environment: Environment; signal: AbortSignal },
): Promise<Outcome[]> {
  const outcomes: Promise<Outcome>[] = [];
  const startMs = environment.uptimeMs();
  for (const [index, person] of people.entries()) {
    const waitMs = startMs + (1000 * index) / ratePerS - environment.uptimeMs();
    if (waitMs > 0) await new Promise<void>((resolve) => environment.after(waitMs, resolve));
    if (signal.aborted) break;
    outcomes.push(replayOne(person, fleet));
  }
  return Promise.all(outcomes);
}

async function replayOne(person: RecordedPerson, fleet: Pick<Fleet, 'screen'>): Promise<Outcome> {
  const gate = gateOf(person.camera);
  const { skinC, ambientC } = person;
  const reading = { direction: 'in', site: 'face', skinC, ambientC, code: null } as const;
  return { person, gate, pass: await fleet.screen(gate, reading, isFeverish(person)) };
}
