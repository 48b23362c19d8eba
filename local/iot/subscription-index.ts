import { filterCovers, hasWildcard } from './topics.ts';

/** Which persistent sessions want a topic: by name for exact filters, one by one for those with a wildcard. */
export interface SubscriptionIndex {
  set(clientId: string, filter: string, qos: 0 | 1): void;
  remove(clientId: string, filter: string): void;
  forget(clientId: string): void;
  of(clientId: string): { filter: string; qos: 0 | 1 }[];
  /** Clients with a QoS 1 subscription that covers the topic, each once. */
  clientsFor(topic: string): Set<string>;
}

export function createSubscriptionIndex(): SubscriptionIndex {
  const byClient = new Map<string, Map<string, 0 | 1>>();
  const exact = new Map<string, Set<string>>();
  const wildcard = new Map<string, Set<string>>();
  const indexFor = (filter: string) => (hasWildcard(filter) ? wildcard : exact);

  const remove = (clientId: string, filter: string) => {
    const filters = byClient.get(clientId);
    filters?.delete(filter);
    if (filters?.size === 0) byClient.delete(clientId);
    const index = indexFor(filter);
    const clients = index.get(filter);
    clients?.delete(clientId);
    if (clients?.size === 0) index.delete(filter);
  };

  return {
    set(clientId, filter, qos) {
      remove(clientId, filter);
      byClient.set(clientId, (byClient.get(clientId) ?? new Map()).set(filter, qos));
      if (qos === 0) return;
      const index = indexFor(filter);
      index.set(filter, (index.get(filter) ?? new Set()).add(clientId));
    },
    remove,
    forget(clientId) {
      for (const filter of [...(byClient.get(clientId)?.keys() ?? [])]) remove(clientId, filter);
    },
    of: (clientId) => [...(byClient.get(clientId) ?? [])].map(([filter, qos]) => ({ filter, qos })),
    clientsFor(topic) {
      const clients = new Set(exact.get(topic));
      for (const [filter, subscribed] of wildcard) {
        if (filterCovers(filter, topic)) for (const clientId of subscribed) clients.add(clientId);
      }
      return clients;
    },
  };
}
