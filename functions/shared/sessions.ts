import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { apiLimits } from '../../domain/limits/api.ts';
import { consoleLimits } from '../../domain/limits/consoles.ts';
import { timeToLiveAttribute } from '../../domain/names.ts';
import { consoleKey, consolePrefix, type StateKey, sessionOf, signedOutKey } from '../../domain/state-keys.ts';
import type { Retry } from './retry.ts';
import { readItem, readPartition, type Table, toItem } from './table.ts';

/** A connection of a console by MQTT. */
interface Console {
  clientId: string;
  /** When it has ended by itself. */
  untilMs: number;
}

/** Sign-ins that were ended before their tokens: a token says nothing of that, so it is looked up each time. */
export interface Sessions {
  isSignedOut(sessionId: string, retry: Retry): Promise<boolean>;
  /**
   * Notes a console and then looks, as `signOut` ends the sign-in and then looks: whichever of the two comes second
   * sees the other, so no console stays connected because both happened at once.
   */
  admit(sessionId: string, console: Console, nowMs: number, retry: Retry): Promise<Admission>;
  /** @returns client ids of the consoles that may still be connected. */
  signOut(sessionId: string, nowMs: number, retry: Retry): Promise<string[]>;
}

export type Admission = 'admitted' | 'signed-out' | 'too-many-consoles';

const { sk: signedOut } = signedOutKey('');
const entry = z
  .object({ sk: z.string(), [timeToLiveAttribute]: z.number() })
  .transform(({ sk, [timeToLiveAttribute]: endsAtS }) => ({ sk, endsAtS }));

export function createSessions(state: Table): Sessions {
  const write = (key: StateKey, untilMs: number, retry: Retry) => {
    const item = { ...key, [timeToLiveAttribute]: Math.ceil(untilMs / 1_000) };
    return retry(() => state.client.send(new PutItemCommand({ TableName: state.name, Item: toItem(item) })));
  };
  const isSignedOut = async (sessionId: string, retry: Retry) =>
    (await readItem(state, signedOutKey(sessionId), retry)) !== undefined;
  // DynamoDB takes its time to delete what has expired.
  const current = async (sessionId: string, nowMs: number, retry: Retry) =>
    (await readPartition(state, sessionOf(sessionId), entry, retry)).filter(({ endsAtS }) => endsAtS * 1_000 > nowMs);

  return {
    isSignedOut,
    async admit(sessionId, { clientId, untilMs }, nowMs, retry) {
      const entries = await current(sessionId, nowMs, retry);
      if (entries.some(({ sk }) => sk === signedOut)) return 'signed-out';
      const key = consoleKey(sessionId, clientId);
      const noted = entries.find(({ sk }) => sk === key.sk);
      // A sign-out that we have not seen by now sees this.
      if (noted && noted.endsAtS * 1_000 >= untilMs) return 'admitted';
      if (!noted && entries.length >= consoleLimits.consolesPerSessionMax) return 'too-many-consoles';
      await write(key, untilMs, retry);
      return (await isSignedOut(sessionId, retry)) ? 'signed-out' : 'admitted';
    },
    async signOut(sessionId, nowMs, retry) {
      await write(signedOutKey(sessionId), nowMs + apiLimits.signOutRetentionS * 1_000, retry);
      const entries = await current(sessionId, nowMs, retry);
      return entries.flatMap(({ sk }) => (sk.startsWith(consolePrefix) ? [sk.slice(consolePrefix.length)] : []));
    },
  };
}
