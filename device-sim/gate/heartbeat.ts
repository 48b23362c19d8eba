import type * as z from 'zod';
import { listsAgeS, versionsOf } from '../../domain/codes/held-lists.ts';
import type { Heartbeat, lastWill } from '../../domain/messages/status.ts';
import type { Effect } from './effects.ts';
import { toArray } from './line.ts';
import { countOutbox, type GateState } from './state.ts';

/** Version of this firmware model, as heartbeats name it. */
const firmware = 'sim-1.0.0';

/** Says that the gate is there and how far its count has come, when it is time to. */
export function beat(state: GateState, nowMs: number): { state: GateState; effects: readonly Effect[] } {
  if (state.heartbeatAtMs === null || nowMs < state.heartbeatAtMs) return { state, effects: [] };
  const { memory } = state;
  const heartbeat: Heartbeat = {
    kind: 'heartbeat',
    sentAt: new Date(nowMs).toISOString(),
    epoch: memory.epoch,
    lastSeq: memory.lastSeq,
    ...lowestInOutbox(state),
    firmware,
    configVersion: memory.config.version,
    lists: versionsOf(state.lists),
    listsAgeS: listsAgeS(state.lists, memory.listIndex, nowMs),
    health: {
      sensor: memory.screening.suspected.length > 0 ? 'fault' : 'ok',
      scanner: 'ok',
      barrier: 'ok',
      outboxPasses: countOutbox(state),
      sentPasses: state.sent.length,
    },
  };
  return {
    state: { ...state, heartbeatAtMs: nowMs + memory.config.heartbeatS * 1000 },
    effects: [{ kind: 'publish', channel: 'status', payload: JSON.stringify(heartbeat) }],
  };
}

/** All below it has left: passes of now go ahead of a backlog, so what came last says nothing of those before. */
function lowestInOutbox({ memory, inFlight, backlog, fresh }: GateState): Pick<Heartbeat, 'outboxFromSeq'> {
  const held = [...inFlight.flatMap(({ passes }) => passes), ...toArray(backlog), ...toArray(fresh)];
  const seqs = held.filter(({ epoch }) => epoch === memory.epoch).map(({ seq }) => seq);
  return seqs.length > 0 ? { outboxFromSeq: Math.min(...seqs) } : {};
}

/** What the broker says for the gate when the connection breaks. */
export function will(state: GateState): string {
  return JSON.stringify({ kind: 'will', epoch: state.memory.epoch } satisfies z.infer<typeof lastWill>);
}
