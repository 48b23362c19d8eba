import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import type { Certificate, PrincipalType, Thing } from './registry.ts';

const principalTypes = ['EXCLUSIVE_THING', 'NON_EXCLUSIVE_THING'] as const;

const thingRow = z.object({
  name: z.string(),
  id: z.string(),
  attributes: z.string().transform((json) => z.record(z.string(), z.string()).parse(JSON.parse(json))),
  version: z.number(),
});

const certificateRow = z.object({
  id: z.string(),
  pem: z.string(),
  status: z.enum(['ACTIVE', 'INACTIVE', 'REVOKED']),
  createdAt: z.number(),
  modifiedAt: z.number(),
});

const attachmentRow = z.object({ thing: z.string(), certificate: z.string(), type: z.enum(principalTypes) });
const policyRow = z.object({ certificate: z.string(), policy: z.string() });

/** Creates the registry's tables if they are not there, and reads them whole into memory. */
export function loadRegistry(sql: DatabaseSync) {
  sql.exec(`
    create table if not exists iot_things (name text primary key, id text not null, attributes text not null,
      version integer not null) strict;
    create table if not exists iot_certificates (id text primary key, pem text not null, status text not null,
      createdAt integer not null, modifiedAt integer not null) strict;
    create table if not exists iot_thing_principals (thing text not null, certificate text not null,
      type text not null, primary key (thing, certificate)) strict;
    create table if not exists iot_policy_attachments (certificate text not null, policy text not null,
      primary key (certificate, policy)) strict;
  `);
  const rows = <T>(schema: z.ZodType<T>, table: string): T[] =>
    z.array(schema).parse(sql.prepare(`select * from ${table}`).all());

  const things = new Map<string, Thing>();
  for (const thing of rows(thingRow, 'iot_things')) things.set(thing.name, thing);

  const certificates = new Map<string, Certificate>();
  for (const certificate of rows(certificateRow, 'iot_certificates')) certificates.set(certificate.id, certificate);

  const principals = new Map<string, Map<string, PrincipalType>>();
  const attachments = new Map<string, Map<string, PrincipalType>>();
  for (const { thing, certificate, type } of rows(attachmentRow, 'iot_thing_principals')) {
    principals.set(thing, (principals.get(thing) ?? new Map()).set(certificate, type));
    attachments.set(certificate, (attachments.get(certificate) ?? new Map()).set(thing, type));
  }

  const policies = new Map<string, Set<string>>();
  for (const { certificate, policy } of rows(policyRow, 'iot_policy_attachments')) {
    policies.set(certificate, (policies.get(certificate) ?? new Set()).add(policy));
  }

  return { things, certificates, principals, attachments, policies, statements: prepare(sql) };
}

function prepare(sql: DatabaseSync) {
  const putThing = sql.prepare('insert or replace into iot_things (name, id, attributes, version) values (?, ?, ?, ?)');
  const deleteThing = sql.prepare('delete from iot_things where name = ?');
  const putCertificate = sql.prepare(
    'insert or replace into iot_certificates (id, pem, status, createdAt, modifiedAt) values (?, ?, ?, ?, ?)',
  );
  const deleteCertificate = sql.prepare('delete from iot_certificates where id = ?');
  const attachThing = sql.prepare(
    'insert or replace into iot_thing_principals (thing, certificate, type) values (?, ?, ?)',
  );
  const detachThing = sql.prepare('delete from iot_thing_principals where thing = ? and certificate = ?');
  const attachPolicy = sql.prepare('insert or ignore into iot_policy_attachments (policy, certificate) values (?, ?)');
  const detachPolicy = sql.prepare('delete from iot_policy_attachments where policy = ? and certificate = ?');

  return {
    putThing: (thing: Thing) => putThing.run(thing.name, thing.id, JSON.stringify(thing.attributes), thing.version),
    deleteThing: (name: string) => deleteThing.run(name),
    putCertificate: ({ id, pem, status, createdAt, modifiedAt }: Certificate) =>
      putCertificate.run(id, pem, status, createdAt, modifiedAt),
    deleteCertificate: (id: string) => deleteCertificate.run(id),
    attachThing: (thing: string, certificate: string, type: PrincipalType) => attachThing.run(thing, certificate, type),
    detachThing: (thing: string, certificate: string) => detachThing.run(thing, certificate),
    attachPolicy: (policy: string, certificate: string) => attachPolicy.run(policy, certificate),
    detachPolicy: (policy: string, certificate: string) => detachPolicy.run(policy, certificate),
  };
}
