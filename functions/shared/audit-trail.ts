import { hash } from 'node:crypto';
import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { type AuditEntry, auditEntry, type Deed, nextEntry } from '../../domain/audit-trail.ts';
import { GatehouseError } from '../../domain/errors.ts';
import { apiLimits } from '../../domain/limits/api.ts';
import { requestLimits } from '../../domain/limits/functions.ts';
import { auditKey, auditTrailOf } from '../../domain/state-keys.ts';
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';
import type { Retry } from './retry.ts';
import { createItem, type Table, toItem } from './table.ts';

/** What people do, in an order that nobody can change unseen; one trail a community. */
export interface AuditTrail {
  append(community: string, deed: Deed, retry: Retry): Promise<void>;
}

interface Parts {
  state: Table;
  clock: Clock;
  log: Log;
}

/** Entries are made by conditional puts: of two with the same number one begins again after the other. */
export function createAuditTrail({ state, clock, log }: Parts): AuditTrail {
  return {
    async append(community, deed, retry) {
      for (let tries = 0; tries < apiLimits.auditWritesMax; tries++) {
        const entry = nextEntry(await readLast(state, community, retry), community, deed, sha256);
        if (await createItem(state, { ...auditKey(community, entry.seq), ...entry }, retry)) {
          // A witness outside the table: what is cut off at the end of a trail is missed there.
          log.info('audited', { community, seq: entry.seq, hash: entry.hash });
          return;
        }
        await clock.sleep(clock.random() * requestLimits.retryBaseMs);
      }
      throw new GatehouseError('Others wrote to the audit trail each time.');
    },
  };
}

async function readLast({ client, name }: Table, community: string, retry: Retry): Promise<AuditEntry | undefined> {
  const command = new QueryCommand({
    TableName: name,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: toItem({ ':pk': auditTrailOf(community) }),
    ScanIndexForward: false,
    Limit: 1,
    ConsistentRead: true,
  });
  const { Items: [last] = [] } = await retry(() => client.send(command));
  return last && auditEntry.parse(unmarshall(last));
}

function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}
