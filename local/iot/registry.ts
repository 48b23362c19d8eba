import type { Database } from '../store/database.ts';
import { loadRegistry } from './registry-tables.ts';

/** IoT Core's registry: things, certificates, and what is attached to what. */
export interface Thing {
  name: string;
  id: string;
  attributes: Record<string, string>;
  version: number;
}

type CertificateStatus = 'ACTIVE' | 'INACTIVE' | 'REVOKED';

export interface Certificate {
  /** SHA-256 of the DER, in hex, as on AWS. */
  id: string;
  pem: string;
  status: CertificateStatus;
  /** Milliseconds since the epoch. */
  createdAt: number;
  modifiedAt: number;
}

/** An exclusive thing is the only one that its certificate speaks for, whatever client id it connects with. */
export type PrincipalType = 'EXCLUSIVE_THING' | 'NON_EXCLUSIVE_THING';

/**
 * Reads are from memory: a connect costs no query. Writes resolve when they are on disk, and only then are they seen.
 */
export interface Registry {
  thing(name: string): Thing | undefined;
  /** In the order of their names. */
  things(): Thing[];
  thingCount(): number;
  putThing(thing: Thing): Promise<void>;
  deleteThing(name: string): Promise<void>;
  certificate(id: string): Certificate | undefined;
  putCertificate(certificate: Certificate): Promise<void>;
  deleteCertificate(id: string): Promise<void>;
  /** Certificate ids of a thing. */
  principalsOf(thingName: string): ReadonlyMap<string, PrincipalType>;
  /** Names of the things of a certificate. */
  thingsOf(certificateId: string): ReadonlyMap<string, PrincipalType>;
  attachThing(thingName: string, certificateId: string, type: PrincipalType): Promise<void>;
  detachThing(thingName: string, certificateId: string): Promise<void>;
  policiesOf(certificateId: string): ReadonlySet<string>;
  attachPolicy(policyName: string, certificateId: string): Promise<void>;
  detachPolicy(policyName: string, certificateId: string): Promise<void>;
  /** Calls `listener` with the id of each certificate whose rights may have changed. */
  onChange(listener: (certificateId: string) => void): void;
}

const nothing: ReadonlyMap<string, PrincipalType> = new Map();
const none: ReadonlySet<string> = new Set();

export function createRegistry(database: Database): Registry {
  const { things, certificates, principals, attachments, policies, statements } = loadRegistry(database.sql);
  const listeners: ((certificateId: string) => void)[] = [];
  const changed = (certificateIds: Iterable<string>) => {
    for (const id of [...certificateIds]) for (const listener of listeners) listener(id);
  };

  return {
    thing: (name) => things.get(name),
    things: () => [...things.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    thingCount: () => things.size,
    putThing: async (thing) => {
      await database.commit(() => statements.putThing(thing));
      things.set(thing.name, thing);
      changed(principals.get(thing.name)?.keys() ?? []);
    },
    deleteThing: async (name) => {
      await database.commit(() => statements.deleteThing(name));
      things.delete(name);
    },
    certificate: (id) => certificates.get(id),
    putCertificate: async (certificate) => {
      await database.commit(() => statements.putCertificate(certificate));
      certificates.set(certificate.id, certificate);
      changed([certificate.id]);
    },
    deleteCertificate: async (id) => {
      await database.commit(() => statements.deleteCertificate(id));
      certificates.delete(id);
      changed([id]);
    },
    principalsOf: (thingName) => principals.get(thingName) ?? nothing,
    thingsOf: (certificateId) => attachments.get(certificateId) ?? nothing,
    attachThing: async (thingName, certificateId, type) => {
      await database.commit(() => statements.attachThing(thingName, certificateId, type));
      entry(principals, thingName, () => new Map()).set(certificateId, type);
      entry(attachments, certificateId, () => new Map()).set(thingName, type);
      changed([certificateId]);
    },
    detachThing: async (thingName, certificateId) => {
      await database.commit(() => statements.detachThing(thingName, certificateId));
      principals.get(thingName)?.delete(certificateId);
      attachments.get(certificateId)?.delete(thingName);
      changed([certificateId]);
    },
    policiesOf: (certificateId) => policies.get(certificateId) ?? none,
    attachPolicy: async (policyName, certificateId) => {
      await database.commit(() => statements.attachPolicy(policyName, certificateId));
      entry(policies, certificateId, () => new Set()).add(policyName);
      changed([certificateId]);
    },
    detachPolicy: async (policyName, certificateId) => {
      await database.commit(() => statements.detachPolicy(policyName, certificateId));
      policies.get(certificateId)?.delete(policyName);
      changed([certificateId]);
    },
    onChange: (listener) => {
      listeners.push(listener);
    },
  };
}

function entry<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const created = create();
  map.set(key, created);
  return created;
}
