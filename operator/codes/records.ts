import { ConditionalCheckFailedException, DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Certified } from '../../domain/codes/certified.ts';
import { listedUntilS } from '../../domain/codes/compose-lists.ts';
import { wholeHash } from '../../domain/codes/hash-list.ts';
import type { ListedKey } from '../../domain/codes/platform.ts';
import { revocationName } from '../../domain/codes/revocations.ts';
import { codeLimits } from '../../domain/limits/codes.ts';
import type { PersonStatus } from '../../domain/messages/lists.ts';
import { timeToLiveAttribute } from '../../domain/names.ts';
import { personStatusKey, revokedCodeKey, type StateKey, trustedKeyKey } from '../../domain/state-keys.ts';
import { createCodePlatform } from '../../platform/codes.ts';
import type { StateTable } from '../gate-records.ts';

const platform = createCodePlatform();

/*
 * What the gates' lists are made of, in `state`. A code or a person is there by hash alone: not even who may read the
 * table learns who is on a list (law 6).
 */

/** When a code can be believed by no gate any more, even by one whose clock is behind; in seconds. */
export function endsAtS({ expiresAtS }: Pick<Certified, 'expiresAtS'>): number {
  return expiresAtS + codeLimits.clockSkewS;
}

/** @returns whether it was not revoked before. */
export async function recordRevocation(state: StateTable, code: Certified, nowMs: number): Promise<boolean> {
  const item = {
    ...revokedCodeKey(wholeHash(revocationName(code), platform)),
    revokedAt: new Date(nowMs).toISOString(),
    [timeToLiveAttribute]: listedUntilS(endsAtS(code)),
  };
  const command = new PutItemCommand({
    TableName: state.tableName,
    Item: marshall(item),
    ConditionExpression: 'attribute_not_exists(pk)',
  });
  try {
    await state.dynamodb.send(command);
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** Takes a health authority's key on the list of keys. */
export async function recordTrust(state: StateTable, key: ListedKey, nowMs: number): Promise<void> {
  await put(state, { ...keyOf(key), key, trustedAt: new Date(nowMs).toISOString() });
}

export async function removeTrust(state: StateTable, key: ListedKey): Promise<void> {
  await remove(state, keyOf(key));
}

/** @param name of the person, as code-name.ts makes it. @param untilMs absent: until somebody takes it back. */
export async function recordStatus(
  state: StateTable,
  name: string,
  { status, untilMs }: { status: PersonStatus; untilMs: number | undefined },
  nowMs: number,
): Promise<void> {
  await put(state, {
    ...personStatusKey(wholeHash(name, platform)),
    status,
    since: new Date(nowMs).toISOString(),
    ...(untilMs !== undefined && {
      until: new Date(untilMs).toISOString(),
      [timeToLiveAttribute]: listedUntilS(untilMs / 1_000),
    }),
  });
}

export async function removeStatus(state: StateTable, name: string): Promise<void> {
  await remove(state, personStatusKey(wholeHash(name, platform)));
}

async function put(state: StateTable, item: StateKey & Record<string, unknown>): Promise<void> {
  await state.dynamodb.send(new PutItemCommand({ TableName: state.tableName, Item: marshall(item) }));
}

async function remove(state: StateTable, key: StateKey): Promise<void> {
  await state.dynamodb.send(new DeleteItemCommand({ TableName: state.tableName, Key: marshall(key) }));
}

function keyOf({ kid, spki }: ListedKey): StateKey {
  return trustedKeyKey(kid, wholeHash(spki, platform));
}
