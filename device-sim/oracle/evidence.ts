import type { Alert, AlertChange, AlertKind } from '../../domain/messages/alert.ts';
import type { Pass } from '../../domain/messages/pass.ts';
import type { Truth } from './truth.ts';

/** What the oracle judges by: a deployment's tables and topics, or the memory of a virtual broker. */
export interface Evidence {
  /**
   * Looks at everything as it is now; may be asked again and again.
   * @param elsewhere also where passes lie that are not in the table, which takes longer.
   */
  gather(truth: Truth, options: { elsewhere: boolean }): Promise<Found>;
}

/** All that was found of a run, and of earlier runs of the same gates. */
export interface Found {
  passes: Iterable<StoredPass>;
  /** Undefined where nobody raises alerts, as behind a virtual broker. */
  alerts: FoundAlerts | undefined;
  /** Passes that lie elsewhere, with a reason (law 3). */
  setAside: readonly SetAside[];
  /** When passes that were watched for were first seen in the table, by `passIdOf`. */
  seenInTable: ReadonlyMap<string, number>;
}

export interface StoredPass extends Pick<Pass, 'epoch' | 'seq' | 'at' | 'verdict' | 'reason'> {
  gate: string;
  community: string;
  fingerprint: number;
  /** The cloud's own judgement; undefined when it made none. */
  judged: Pick<Pass, 'verdict' | 'reason'> | undefined;
  /** When the broker took it, to the second; null: not known. Not before `at`. */
  receivedAtMs: number | null;
}

export interface FoundAlerts {
  stored: readonly StoredAlert[];
  /** In the order in which they were heard; one that was heard twice is here twice. */
  heard: readonly HeardAlert[];
  /** Communities whose alerts somebody listened to. */
  listenedTo: ReadonlySet<string>;
}

interface AnyAlert extends Pick<Alert, 'alertId' | 'gate' | 'community' | 'raisedAt'> {
  kind: AlertKind;
  /** The pass that it is about; undefined: it is about a device. */
  about: { epoch: string; seq: number } | undefined;
}

export interface StoredAlert extends AnyAlert {
  state: Alert['state'];
}

export interface HeardAlert extends AnyAlert {
  change: AlertChange;
  /** By the run's clock. */
  heardAtMs: number;
}

/** Of an alert, what is compared; nothing of what was measured. */
export function toAnyAlert({
  alertId,
  kind,
  gate,
  community,
  raisedAt,
  person,
}: Omit<Alert, 'state' | 'revision'>): AnyAlert {
  const about = person && { epoch: person.epoch, seq: person.seq };
  return { alertId, kind, gate, community, raisedAt, about };
}

export interface SetAside {
  gate: string;
  /** Undefined: it could not be read from what was sent. */
  epoch: string | undefined;
  seq: number;
  where: 'quarantined' | 'failed';
  /** Why, for people. */
  reason: string;
}

/** Identity of a pass over all gates. */
export function passIdOf(gate: string, { epoch, seq }: { epoch: string; seq: number }): string {
  return `${gate}#${epoch}#${seq}`;
}
