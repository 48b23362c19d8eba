import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Clock } from '../clock.ts';
import type { Database } from '../store/database.ts';

/** A user of a pool. Times are milliseconds since the epoch. */
export interface Person {
  username: string;
  sub: string;
  enabled: boolean;
  /** Standard attributes, for example `name`; `sub` is not among them. */
  attributes: Record<string, string>;
  createdAt: number;
  modifiedAt: number;
}

/** The users and groups of one pool, on disk. */
export interface People {
  find(username: string): Person | undefined;
  /** In the order of their names, at most `count`, from after this name on. */
  list(page: { after: string; count: number }): Person[];
  count(): number;
  add(person: Pick<Person, 'username' | 'attributes'>): Promise<Person>;
  setEnabled(username: string, enabled: boolean): Promise<void>;
  remove(username: string): Promise<void>;
  groups(): string[];
  groupsOf(username: string): string[];
  addGroup(group: string): Promise<void>;
  join(username: string, group: string): Promise<void>;
  leave(username: string, group: string): Promise<void>;
}

const row = z
  .object({
    username: z.string(),
    sub: z.string(),
    enabled: z.number().transform((value) => value === 1),
    attributes: z.string().transform((text) => z.record(z.string(), z.string()).parse(JSON.parse(text))),
    createdAt: z.number(),
    modifiedAt: z.number(),
  })
  .transform((person): Person => person);
const groupRow = z.object({ name: z.string() });

/** @param declared the groups that the template has. */
export function openPeople(
  { database, clock }: { database: Database; clock: Clock },
  pool: string,
  declared: readonly string[],
): People {
  const { sql, commit } = database;
  sql.exec(`
    create table if not exists cognito_users (pool text not null, username text not null, sub text not null,
      enabled integer not null, attributes text not null, createdAt integer not null, modifiedAt integer not null,
      primary key (pool, username)) strict, without rowid;
    create table if not exists cognito_groups (pool text not null, name text not null,
      primary key (pool, name)) strict, without rowid;
    create table if not exists cognito_members (pool text not null, username text not null, name text not null,
      primary key (pool, username, name)) strict, without rowid;
  `);
  const columns = 'username, sub, enabled, attributes, createdAt, modifiedAt';
  const one = sql.prepare(`select ${columns} from cognito_users where pool = ? and username = ?`);
  const page = sql.prepare(
    `select ${columns} from cognito_users where pool = ? and username > ? order by username limit ?`,
  );
  const total = sql.prepare('select count(*) as total from cognito_users where pool = ?');
  const groups = sql.prepare('select name from cognito_groups where pool = ? order by name');
  const memberships = sql.prepare('select name from cognito_members where pool = ? and username = ? order by name');
  const run = async (text: string, ...values: (string | number)[]) => {
    await commit((writing) => writing.prepare(text).run(...values));
  };
  const names = (rows: unknown) =>
    z
      .array(groupRow)
      .parse(rows)
      .map(({ name }) => name);

  return {
    find(username) {
      const found = one.get(pool, username);
      return found === undefined ? undefined : row.parse(found);
    },
    list: ({ after, count }) => z.array(row).parse(page.all(pool, after, count)),
    count: () => z.object({ total: z.number() }).parse(total.get(pool)).total,
    async add({ username, attributes }) {
      const now = clock.now();
      const person = { username, attributes, sub: randomUUID(), enabled: true, createdAt: now, modifiedAt: now };
      await run(
        `insert into cognito_users (pool, ${columns}) values (?, ?, ?, 1, ?, ?, ?)`,
        pool,
        username,
        person.sub,
        JSON.stringify(attributes),
        now,
        now,
      );
      return person;
    },
    setEnabled: (username, enabled) =>
      run(
        'update cognito_users set enabled = ?, modifiedAt = ? where pool = ? and username = ?',
        enabled ? 1 : 0,
        clock.now(),
        pool,
        username,
      ),
    async remove(username) {
      await Promise.all([
        run('delete from cognito_members where pool = ? and username = ?', pool, username),
        run('delete from cognito_users where pool = ? and username = ?', pool, username),
      ]);
    },
    groups: () => [...new Set([...declared, ...names(groups.all(pool))])].sort(),
    groupsOf: (username) => names(memberships.all(pool, username)),
    addGroup: (group) => run('insert or ignore into cognito_groups (pool, name) values (?, ?)', pool, group),
    join: (username, group) =>
      run('insert or ignore into cognito_members (pool, username, name) values (?, ?, ?)', pool, username, group),
    leave: (username, group) =>
      run('delete from cognito_members where pool = ? and username = ? and name = ?', pool, username, group),
  };
}
