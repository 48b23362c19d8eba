/**
 * Keys of the `state` table: everything small. One function a kind of item, so that what lies where is read here.
 */
export interface StateKey {
  pk: string;
  sk: string;
}

/** A gate: place, connection, last heartbeat, version, health. */
export const gateKey = (gate: string): StateKey => ({ pk: `gate#${gate}`, sk: 'gate' });

/** A config that a gate was given; never changed, since passes name it. Read by sort key prefix `config#`. */
export const configKey = (gate: string, version: number): StateKey => ({
  pk: `gate#${gate}`,
  sk: `config#${String(version).padStart(10, '0')}`,
});

/** A disabled gate: all of them in one partition, so that a function learns of every one in one read. */
export const disabledGateKey = (gate: string): StateKey => ({ pk: disabledGates, sk: gate });
export const disabledGates = 'disabled-gates';

export const alertKey = (alertId: string): StateKey => ({ pk: `alert#${alertId}`, sk: 'alert' });

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

/** Partition of the index of open alerts. */
export const openIn = (district: string, community: string): string => `${district}#${community}`;

/** Partition of the index of gates that somebody should look at by a certain time. */
export const watchedGates = 'gates';
