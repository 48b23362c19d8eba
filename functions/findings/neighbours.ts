import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { findingLimits } from '../../domain/limits/findings.ts';
import { indexAttributes, indexNames } from '../../domain/names.ts';
import { type KeyedPass, readPassKey } from '../../domain/pass-key.ts';
import type { Retry } from '../shared/retry.ts';
import { allSettled } from '../shared/settled.ts';
import { type Table, toItem } from '../shared/table.ts';
import { toInstant } from '../shared/timing.ts';

/**
 * Passes of a person shortly before and after one of theirs, the nearest first.
 *
 * Each pass looks both ways, so that of two the one that is stored later sees the other, whichever came first. What
 * remains unseen: two that are stored within the moment that the index takes to follow its table (it cannot be read
 * consistently); two on either side of midnight when a new pseudonym key begins; and what lies behind
 * `neighboursMax` others.
 */
export type Neighbours = (subject: string, pass: KeyedPass, retry: Retry) => Promise<KeyedPass[]>;

const keys = z.object({ pk: z.string(), sk: z.string() });

export function createNeighbours(passes: Table): Neighbours {
  return async (subject, pass, retry) => {
    const aroundMs = findingLimits.lookAroundS * 1_000;
    const ways = [
      { from: toInstant(pass.atMs - aroundMs), to: pass.sk, forward: false },
      { from: pass.sk, to: toInstant(pass.atMs + aroundMs), forward: true },
    ];
    const found = await allSettled(ways.map((way) => retry(() => query(passes, subject, way))));
    return found
      .flat()
      .filter(({ sk }) => sk !== pass.sk)
      .toSorted((a, b) => Math.abs(a.atMs - pass.atMs) - Math.abs(b.atMs - pass.atMs));
  };
}

interface Way {
  /** Times and whole sort keys alike: both bounds are in order of text. */
  from: string;
  to: string;
  forward: boolean;
}

async function query({ client, name }: Table, subject: string, { from, to, forward }: Way): Promise<KeyedPass[]> {
  const { partition, sort } = indexAttributes.passesBySubject;
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: name,
      IndexName: indexNames.passesBySubject,
      KeyConditionExpression: '#partition = :subject AND #sort BETWEEN :from AND :to',
      ExpressionAttributeNames: { '#partition': partition, '#sort': sort },
      ExpressionAttributeValues: toItem({ ':subject': subject, ':from': from, ':to': to }),
      ScanIndexForward: forward,
      // The pass itself is one of them.
      Limit: findingLimits.neighboursMax + 1,
    }),
  );
  return Items.map((item) => readPassKey(keys.parse(unmarshall(item))));
}
