import * as z from 'zod';
import type { Database } from '../store/database.ts';

/** A will, kept with the connection that it belongs to, so that it outlives a crash. */
export interface Will {
  topic: string;
  payload: Buffer;
  qos: 0 | 1;
  retain: boolean;
}

/** The last connection of a client id; `endedAt` is absent while it lasts, and after a crash. */
export interface ConnectionRecord {
  clientId: string;
  /** Or what the custom authorizer called it. */
  certificateId: string;
  sessionId: string;
  version: number;
  ipAddress: string;
  /** Set when the certificate is exclusively the thing's. */
  thingName?: string;
  will?: Will;
  endedAt?: number;
}

const willShape = z.object({
  topic: z.string(),
  payload: z.base64().transform((text) => Buffer.from(text, 'base64')),
  qos: z.union([z.literal(0), z.literal(1)]),
  retain: z.boolean(),
});

const row = z
  .object({
    clientId: z.string(),
    certificateId: z.string(),
    sessionId: z.string(),
    version: z.number(),
    ipAddress: z.string(),
    thingName: z.string().nullable(),
    will: z.string().nullable(),
    endedAt: z.number().nullable(),
  })
  .transform(
    ({ thingName, will, endedAt, ...rest }): ConnectionRecord => ({
      ...rest,
      ...(thingName === null ? {} : { thingName }),
      ...(will === null ? {} : { will: willShape.parse(JSON.parse(will)) }),
      ...(endedAt === null ? {} : { endedAt }),
    }),
  );

const clientIdRow = z.object({ clientId: z.string() });

export function openConnectionTable({ sql }: Database) {
  sql.exec(`
    create table if not exists iot_connections (clientId text primary key, certificateId text not null,
      sessionId text not null, version integer not null, ipAddress text not null, thingName text, will text,
      endedAt integer) strict, without rowid;
  `);
  const one = sql.prepare('select * from iot_connections where clientId = ?');
  const open = sql.prepare('select * from iot_connections where endedAt is null');
  const put = sql.prepare(
    `insert or replace into iot_connections (clientId, certificateId, sessionId, version, ipAddress, thingName, will,
      endedAt) values (?, ?, ?, ?, ?, ?, ?, null)`,
  );
  const end = sql.prepare('update iot_connections set endedAt = ?, will = null where clientId = ? and sessionId = ?');
  const ended = sql.prepare('select clientId from iot_connections where endedAt < ?');
  const remove = sql.prepare('delete from iot_connections where clientId = ? and endedAt is not null');

  return {
    get: (clientId: string): ConnectionRecord | undefined => {
      const found = one.get(clientId);
      return found === undefined ? undefined : row.parse(found);
    },
    stillOpen: (): ConnectionRecord[] => z.array(row).parse(open.all()),
    put: (record: ConnectionRecord) => {
      const { clientId, certificateId, sessionId, version, ipAddress, thingName = null, will } = record;
      const willJson = will ? JSON.stringify({ ...will, payload: will.payload.toString('base64') }) : null;
      return put.run(clientId, certificateId, sessionId, version, ipAddress, thingName, willJson);
    },
    end: (record: ConnectionRecord, endedAt: number) => end.run(endedAt, record.clientId, record.sessionId),
    endedBefore: (time: number) =>
      z
        .array(clientIdRow)
        .parse(ended.all(time))
        .map(({ clientId }) => clientId),
    remove: (clientId: string) => remove.run(clientId),
  };
}
