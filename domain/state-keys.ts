/**
 * Keys of the `state` table: everything small. One function a kind of item, so that what lies where is read here.
 */
export interface StateKey {
  pk: string;
  sk: string;
}

/** A gate: place, connection, last heartbeat, version, health. */
export const gateKey = (gate: string): StateKey => ({ pk: `gate#${gate}`, sk: 'gate' });

/** A config that a gate was given; never changed, since passes name it. Read by sort key prefix. */
export const configKey = (gate: string, version: number): StateKey => ({
  pk: `gate#${gate}`,
  sk: `${configPrefix}${String(version).padStart(10, '0')}`,
});
export const configPrefix = 'config#';

/** How far the replay of a gate's passes had come at the end of a day. */
export const replayKey = (gate: string, day: string): StateKey => ({ pk: `gate#${gate}`, sk: `replay#${day}` });

/** What became of a gate's passes of one epoch. Read by sort key prefix `ledger#`. */
export const ledgerKey = (gate: string, epoch: string): StateKey => ({
  pk: `gate#${gate}`,
  sk: `${ledgerPrefix}${epoch}`,
});
export const ledgerPrefix = 'ledger#';

/** Digests of 64 passes of an epoch, beside its ledger. */
export const digestsKey = (gate: string, epoch: string, block: number): StateKey => ({
  pk: `gate#${gate}`,
  sk: `digests#${epoch}#${String(block).padStart(10, '0')}`,
});

/** What messages say of a gate's clock. */
export const clockKey = (gate: string): StateKey => ({ pk: `gate#${gate}`, sk: 'clock' });

/** A command that a gate was given, and what became of it. */
export const commandKey = (gate: string, commandId: string): StateKey => ({
  pk: `gate#${gate}`,
  sk: `command#${commandId}`,
});

/**
 * A receipt, in the order of writing. @param written UTC, when its writer was about to write it.
 * @param digest of what it says: the same message dealt with twice leaves two, which are as good as one.
 */
export const receiptKey = (shard: number, written: string, gate: string, digest: string): StateKey => ({
  pk: receiptsOf(shard),
  sk: `${written}#${gate}#${digest}`,
});
export const receiptsOf = (shard: number): string => `receipts#${shard}`;

/** Up to which time all that there is to know of a shard's gates is in their ledgers. */
export const ledgerCursorKey = (shard: number): StateKey => ({ pk: ledgerCursors, sk: String(shard) });
export const ledgerCursors = 'ledger-cursors';

/** A community that has a gate, and through which day it was audited; all of them in one partition. */
export const communityKey = (community: string): StateKey => ({ pk: communities, sk: community });
export const communities = 'communities';

/** A disabled gate: all of them in one partition, so that a function learns of every one in one read. */
export const disabledGateKey = (gate: string): StateKey => ({ pk: disabledGates, sk: gate });
export const disabledGates = 'disabled-gates';

export const alertKey = (alertId: string): StateKey => ({ pk: `alert#${alertId}`, sk: 'alert' });

/** A sign-in that was ended: its tokens are good for nothing any more. */
export const signedOutKey = (sessionId: string): StateKey => ({ pk: sessionOf(sessionId), sk: 'signed-out' });

/** A console that connected with a token of a sign-in. */
export const consoleKey = (sessionId: string, clientId: string): StateKey => ({
  pk: sessionOf(sessionId),
  sk: `${consolePrefix}${clientId}`,
});
export const consolePrefix = 'console#';
export const sessionOf = (sessionId: string): string => `${sessionPrefix}${sessionId}`;
export const sessionPrefix = 'session#';

/** A gate in its community's list: all of them in one partition. */
export const gateOfCommunityKey = (community: string, gate: string): StateKey => ({
  pk: gatesOf(community),
  sk: gate,
});
export const gatesOf = (community: string): string => `gates-of#${community}`;

/** A guard of a community: label and PIN. All of them in one partition. */
export const guardKey = (community: string, guard: string): StateKey => ({ pk: guardsOf(community), sk: guard });
export const guardsOf = (community: string): string => `guards-of#${community}`;

/** Who of its guards a sign-in stands for in a community; all of a community in one partition. */
export const shiftKey = (community: string, sessionId: string): StateKey => ({
  pk: shiftsOf(community),
  sk: sessionId,
});
export const shiftsOf = (community: string): string => `shifts-of#${community}`;

/** How many wrong PINs there were of late. @param triedAt a sign-in, or a guard of a community. */
export const wrongPinsKey = (triedAt: string): StateKey => ({ pk: `wrong-pins#${triedAt}`, sk: 'wrong-pins' });

/** An entry of a community's audit trail; never changed. */
export const auditKey = (community: string, seq: number): StateKey => ({
  pk: auditTrailOf(community),
  sk: String(seq).padStart(10, '0'),
});
export const auditTrailOf = (community: string): string => `${auditPrefix}${community}`;
export const auditPrefix = 'audit#';

/** A request that must not be carried out twice, by who asked and their key for it. */
export const requestKey = (subject: string, key: string): StateKey => ({ pk: `request#${subject}`, sk: key });

/** How often something was done in a span of time. */
export const rateKey = (what: string, span: string): StateKey => ({ pk: `rate#${what}`, sk: span });

/** A code that was issued by the API. @param hash of its revocation name. */
export const issuedCodeKey = (hash: string): StateKey => ({ pk: `issued-code#${hash}`, sk: 'issued-code' });

/** The earliest pass with a code that is for one use only; by the code's pseudonym. */
export const firstUseKey = (tokenUse: string): StateKey => ({ pk: `used#${tokenUse}`, sk: 'used' });

/** Partition of what could not be understood of one sender. */
export const quarantineOf = (clientId: string): string => `${quarantinePrefix}${clientId}`;
export const quarantinePrefix = 'quarantine#';

/** What could not be understood, by the gate that sent it; one item a bad pass or message and receipt. */
export const quarantineKey = (clientId: string, receivedAtMs: number, digest: string): StateKey => ({
  pk: quarantineOf(clientId),
  sk: `${new Date(receivedAtMs).toISOString()}#${digest}`,
});

/** How much of one gate was quarantined in an hour (UTC, `YYYY-MM-DDTHH`). */
export const quarantineCountKey = (clientId: string, hour: string): StateKey => ({
  pk: quarantineOf(clientId),
  sk: `${quarantineCountPrefix}${hour}`,
});
/** Sorts after the times of what is kept. */
export const quarantineCountPrefix = 'count#';

/** Partition of the indexes of alerts, of open ones and of resolved ones. */
export const openIn = (district: string, community: string): string => `${district}#${community}`;

/** Partitions of the index of what somebody should look at by a certain time. */
export const watchedGates = 'gates';
export const watchedAlerts = 'alerts';

/** A version of a list that gates hold codes against; never changed, since passes name it. */
export const listKey = (list: string, version: number): StateKey => ({
  pk: listVersionsOf(list),
  sk: String(version).padStart(10, '0'),
});
/** Partition of all versions of a list. */
export const listVersionsOf = (list: string): string => `list#${list}`;

/** That operators have been told in an hour (UTC, `YYYY-MM-DDTHH`) of a list that is too long. */
export const listNoticeKey = (list: string, hour: string): StateKey => ({ pk: `list-refused#${list}`, sk: hour });

/*
 * What lists are made of, each kind in one partition, so that a list is made by one query. Codes and persons are there
 * by their whole hash, in hexadecimal: neither an id nor a text of a code nor a name (law 6).
 */

/** A key of a health authority. @param digest of the key itself: two keys may share one id. */
export const trustedKeyKey = (kid: string, digest: string): StateKey => ({ pk: trustedKeys, sk: `${kid}#${digest}` });
export const trustedKeys = 'trusted-keys';

/** A revoked code. @param hash of its revocation name. */
export const revokedCodeKey = (hash: string): StateKey => ({ pk: revokedCodes, sk: hash });
export const revokedCodes = 'revoked-codes';

/** Somebody who may not just pass. @param hash of the code name. */
export const personStatusKey = (hash: string): StateKey => ({ pk: personStatuses, sk: hash });
export const personStatuses = 'person-statuses';

/** Who is on duty when in a community or a district. */
export const rosterKey = (of: 'community' | 'district', place: string): StateKey => ({
  pk: `roster#${of}#${place}`,
  sk: 'roster',
});

/** A browser that takes messages for somebody. @param digest of its endpoint. */
export const pushKey = (subject: string, digest: string): StateKey => ({ pk: pushesOf(subject), sk: digest });
export const pushesOf = (subject: string): string => `${pushPrefix}${subject}`;
export const pushPrefix = 'push#';

/** The message that stands for all alerts of a kind at a gate for some minutes; @param level of the step. */
export const gateMessageKey = (gate: string, kind: string, level: number): StateKey => ({
  pk: `gate-message#${gate}#${kind}`,
  sk: String(level),
});
