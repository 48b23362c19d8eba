/** What the page keeps on the phone, so that it is there without a network: texts by name, of one person at a time. */
export interface Keep {
  read<Value>(name: string): Promise<Value | undefined>;
  write(name: string, value: unknown): Promise<void>;
  /** Forgets all of it. */
  clear(): Promise<void>;
}

const storeName = 'kept';

/**
 * In IndexedDB, since a thousand alerts are more than a page should write at a stroke. Where that is not to be had (a
 * private window, a full disk) nothing is kept, and the page works as long as it is open.
 */
export function openKeep(): Keep {
  const opened = new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('gatehouse', 1);
    request.onupgradeneeded = () => request.result.createObjectStore(storeName);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const run = async <Value>(
    mode: IDBTransactionMode,
    act: (store: IDBObjectStore) => IDBRequest<Value>,
  ): Promise<Value | undefined> => {
    try {
      const store = (await opened).transaction(storeName, mode).objectStore(storeName);
      return await new Promise((resolve, reject) => {
        const request = act(store);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    } catch {
      return undefined;
    }
  };
  return {
    read: (name) => run('readonly', (store) => store.get(name)),
    write: async (name, value) => {
      await run('readwrite', (store) => store.put(value, name));
    },
    clear: async () => {
      await run('readwrite', (store) => store.clear());
    },
  };
}
