import { gateLimits } from '../../domain/limits/gates.ts';
import { linkLimits } from '../limits.ts';

/** How a connection, or the try to get one, ended. */
export interface LinkEnd {
  /** It was up, and the broker took a pass: whatever happened then, the gate is welcome. */
  accepted: boolean;
  /**
   * The broker said no: to the certificate, to the client id, or to something that was published. MQTT 3.1.1 has
   * no word for the last: the broker closes the connection, and a gate that came back for ever with the same
   * outbox would loop for ever.
   */
  refused: boolean;
}

/** What a gate remembers of its tries. */
export interface Tries {
  failuresInARow: number;
  refusalsInARow: number;
}

export const noTries: Tries = { failuresInARow: 0, refusalsInARow: 0 };

/** A broker that cannot be reached neither refuses nor accepts. */
export function countEnd(tries: Tries, end: LinkEnd): Tries {
  const before = end.accepted ? noTries : tries;
  return {
    failuresInARow: before.failuresInARow + 1,
    refusalsInARow: before.refusalsInARow + (end.refused ? 1 : 0),
  };
}

export function isRefusedForGood({ refusalsInARow }: Tries): boolean {
  return refusalsInARow >= linkLimits.refusalsMax;
}

/**
 * Exponential back-off with full jitter: gates that lost the same broker do not come back in step.
 * @param random from 0 up to 1.
 */
export function reconnectDelayMs({ failuresInARow }: Tries, random: number): number {
  const ceiling = gateLimits.reconnectMinMs * 2 ** Math.max(0, failuresInARow - 1);
  return Math.round(random * Math.min(ceiling, gateLimits.reconnectMaxMs));
}
