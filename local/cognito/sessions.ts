import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { Clock } from '../clock.ts';
import type { Database } from '../store/database.ts';

/** A sign-in, for as long as its refresh token is good. Times are milliseconds since the epoch. */
export interface Session {
  /** What every token of this sign-in names: `origin_jti`. */
  id: string;
  username: string;
  clientId: string;
  scope: string;
  signedInAt: number;
  endsAt: number;
}

/** The refresh tokens of one pool, on disk; of a token only its hash is kept. */
export interface Sessions {
  /** Begins a session; resolves with its refresh token. */
  begin(session: Session): Promise<string>;
  /** The session of a refresh token that is good now. */
  find(token: string): Session | undefined;
  /** Makes the next token of a session; the one before is good for `graceMs` more. */
  rotate(token: string, session: Session, graceMs: number): Promise<string>;
  /** Ends the session of a token. */
  revoke(token: string): Promise<void>;
  /** Ends all sessions of a person. */
  endAll(username: string): Promise<void>;
}

const row = z.object({
  id: z.string(),
  username: z.string(),
  clientId: z.string(),
  scope: z.string(),
  signedInAt: z.number(),
  endsAt: z.number(),
  goodUntil: z.number(),
});

export function openSessions({ database, clock }: { database: Database; clock: Clock }, pool: string): Sessions {
  const { sql, commit } = database;
  sql.exec(`
    create table if not exists cognito_sessions (pool text not null, token text not null, id text not null,
      username text not null, clientId text not null, scope text not null, signedInAt integer not null,
      endsAt integer not null, goodUntil integer not null, primary key (pool, token)) strict, without rowid;
  `);
  const columns = 'id, username, clientId, scope, signedInAt, endsAt, goodUntil';
  const one = sql.prepare(`select ${columns} from cognito_sessions where pool = ? and token = ?`);

  const add = async (session: Session) => {
    const token = randomBytes(48).toString('base64url');
    const { id, username, clientId, scope, signedInAt, endsAt } = session;
    await commit((writing) => {
      writing.prepare('delete from cognito_sessions where goodUntil < ?').run(clock.now());
      writing
        .prepare(`insert into cognito_sessions (pool, token, ${columns}) values (?, ?, ?, ?, ?, ?, ?, ?, ?)`)
        .run(pool, hashOf(token), id, username, clientId, scope, signedInAt, endsAt, endsAt);
    });
    return token;
  };
  const find = (token: string): Session | undefined => {
    const found = one.get(pool, hashOf(token));
    if (found === undefined) return undefined;
    const { goodUntil, ...session } = row.parse(found);
    return goodUntil > clock.now() ? session : undefined;
  };

  return {
    begin: add,
    find,
    async rotate(token, session, graceMs) {
      const until = Math.min(session.endsAt, clock.now() + graceMs);
      await commit((writing) =>
        writing
          .prepare('update cognito_sessions set goodUntil = min(goodUntil, ?) where pool = ? and token = ?')
          .run(until, pool, hashOf(token)),
      );
      return add(session);
    },
    async revoke(token) {
      const session = find(token);
      if (session === undefined) return;
      await commit((writing) =>
        writing.prepare('delete from cognito_sessions where pool = ? and id = ?').run(pool, session.id),
      );
    },
    async endAll(username) {
      await commit((writing) =>
        writing.prepare('delete from cognito_sessions where pool = ? and username = ?').run(pool, username),
      );
    },
  };
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
