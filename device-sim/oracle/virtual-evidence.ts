import { parseJson } from '../../domain/json.ts';
import { passesMessage } from '../../domain/messages/pass.ts';
import type { GatePlace } from '../gate/gate.ts';
import type { TakenMessage } from '../virtual/cloud.ts';
import type { Evidence, StoredPass } from './evidence.ts';
import { fingerprintOf } from './fingerprint.ts';

/** What the cloud of virtual time has: every message, as a table would have it that stores the same pass once. */
export function virtualEvidenceOf(
  messages: ReadonlyMap<string, readonly TakenMessage[]>,
  places: readonly GatePlace[],
): Evidence {
  return {
    gather: async () => ({
      passes: storedPasses(messages, places),
      alerts: undefined,
      setAside: [],
      seenInTable: new Map(),
    }),
  };
}

function* storedPasses(
  messages: ReadonlyMap<string, readonly TakenMessage[]>,
  places: readonly GatePlace[],
): Generator<StoredPass> {
  for (const { gate, community } of places) {
    const stored = new Set<string>();
    for (const { payload, atMs } of messages.get(gate) ?? []) {
      for (const pass of passesMessage.parse(parseJson(payload)).passes) {
        const fingerprint = fingerprintOf(pass);
        const key = `${pass.epoch} ${pass.seq} ${fingerprint}`;
        if (stored.has(key)) continue;
        stored.add(key);
        const { epoch, seq, at, verdict, reason } = pass;
        yield { gate, community, epoch, seq, at, verdict, reason, fingerprint, judged: undefined, receivedAtMs: atMs };
      }
    }
  }
}
