import { paginateQuery } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { timeLimits } from '../../domain/limits/wire.ts';
import { localDay } from '../../domain/local-day.ts';
import { pass } from '../../domain/messages/pass.ts';
import { timeToLiveAttribute } from '../../domain/names.ts';
import { passesOf } from '../../domain/pass-key.ts';
import type { Deployment } from '../deployment.ts';
import type { Device } from '../enrolment.ts';
import { checkLimits } from './limits.ts';

const { epoch, seq, at, verdict, reason, configVersion } = pass.shape;
const storedPass = z.object({
  sk: z.string(),
  gate: z.string(),
  epoch,
  seq,
  at,
  verdict,
  reason,
  configVersion,
  judgedVerdict: verdict.optional(),
  judgedReason: reason.optional(),
  [timeToLiveAttribute]: z.int(),
});

/** A stored pass that came while the check ran. */
export interface SeenPass extends Omit<z.infer<typeof storedPass>, 'gate' | 'expiresAt'> {
  atMs: number;
  /** When it was stored first, and last, to the second: what is stored says until when it is kept. */
  arrivedAtMs: number;
  arrivedAgainAtMs: number;
}

/** The passes of one gate that arrive from now on. */
export interface PassWatch {
  /** All of them until now, by time. */
  look(): Promise<SeenPass[]>;
  /** Whether a pass of that number was there before. */
  wasThere(epoch: string, seq: number): boolean;
}

/**
 * Notes what is there already: that is no part of it.
 * @param goOn throws when the check is to end.
 */
export async function watchPasses(
  { clients, outputs }: Deployment,
  gate: Device,
  goOn: () => void,
): Promise<PassWatch> {
  const fromMs = Date.now() - checkLimits.readBackMs;
  const seen = new Map<string, SeenPass>();

  async function* read(): AsyncGenerator<z.infer<typeof storedPass>> {
    const days = new Set([fromMs, Date.now() + checkLimits.readBackMs].map((ms) => localDay(ms, outputs.timeZone)));
    for (const day of days) {
      const pages = paginateQuery(
        { client: clients.dynamodb },
        {
          TableName: outputs.passesTable,
          ConsistentRead: true,
          KeyConditionExpression: 'pk = :pk AND sk >= :from',
          FilterExpression: 'gate = :gate',
          ExpressionAttributeValues: marshall({
            ':pk': passesOf(gate.community, day),
            ':from': new Date(fromMs).toISOString(),
            ':gate': gate.deviceId,
          }),
        },
      );
      for await (const { Items = [] } of pages) for (const item of Items) yield storedPass.parse(unmarshall(item));
    }
  }

  const before = new Set<string>();
  const numbers = new Set<string>();
  for await (const { sk, epoch, seq } of read()) {
    before.add(sk);
    numbers.add(`${epoch}#${seq}`);
  }

  return {
    wasThere: (epoch, seq) => numbers.has(`${epoch}#${seq}`),
    async look() {
      goOn();
      for await (const { gate: _, expiresAt, ...stored } of read()) {
        if (before.has(stored.sk)) continue;
        const atMs = Date.parse(stored.at);
        // Kept from the later of its own time and its arrival on.
        const arrivedAgainAtMs = (expiresAt - timeLimits.passRetentionS) * 1_000;
        const arrivedAtMs = seen.get(stored.sk)?.arrivedAtMs ?? arrivedAgainAtMs;
        seen.set(stored.sk, { ...stored, atMs, arrivedAtMs, arrivedAgainAtMs });
      }
      return [...seen.values()].toSorted((a, b) => a.atMs - b.atMs || a.seq - b.seq);
    },
  };
}
