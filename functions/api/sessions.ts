import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { apiLimits } from '../../domain/limits.ts';
import { timeToLiveAttribute } from '../../domain/names.ts';
import { signedOutKey } from '../../domain/state-keys.ts';
import type { Retry } from '../shared/retry.ts';
import { readItem, type Table, toItem } from '../shared/table.ts';

/** Sign-ins that were ended before their tokens: a token says nothing of that, so it is looked up each time. */
export interface Sessions {
  isSignedOut(sessionId: string, retry: Retry): Promise<boolean>;
  signOut(sessionId: string, nowMs: number, retry: Retry): Promise<void>;
}

export function createSessions(state: Table): Sessions {
  return {
    isSignedOut: async (sessionId, retry) => (await readItem(state, signedOutKey(sessionId), retry)) !== undefined,
    async signOut(sessionId, nowMs, retry) {
      const item = {
        ...signedOutKey(sessionId),
        [timeToLiveAttribute]: Math.floor(nowMs / 1_000) + apiLimits.signOutRetentionS,
      };
      await retry(() => state.client.send(new PutItemCommand({ TableName: state.name, Item: toItem(item) })));
    },
  };
}
