import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { publishPage } from '../../../operator/page/publish.ts';

/*
 * Goal: the guards' page gets to its bucket so that nobody ever loads half of one, each file is kept as long as it may be, and
 * pages that are open go on.
 * Method: a folder as a build leaves it; the AWS SDK's real client against an HTTP server that notes what S3 is asked.
 */

interface Asked {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingHttpHeaders;
  body: string;
}

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-page-'));
const nowMs = Date.parse('2026-11-24T12:00:00Z');
const settings = {
  issuer: 'https://i.example',
  clientId: 'c',
  api: 'https://a.example',
  mqtt: 'wss://m',
  timeZone: 'UTC',
};
let asked: Asked[] = [];
/** What the bucket says that it holds. */
let listed: { key: string; modified: string }[] = [];
let server: Server;
let s3: S3Client;

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'sw.js'), '//');
  writeFileSync(join(folder, 'assets/index-DmUVxdx0.css'), 'a{}');
  server = createServer(async (request, response) => {
    const { method, url, headers } = request;
    asked.push({ method, url, headers, body: await text(request) });
    const contents = listed.map(
      ({ key, modified }) => `<Contents><Key>${key}</Key><LastModified>${modified}</LastModified></Contents>`,
    );
    const answers: Record<string, string> = {
      GET: `<ListBucketResult>${contents.join('')}</ListBucketResult>`,
      POST: '<DeleteResult></DeleteResult>',
    };
    response.setHeader('content-type', 'application/xml').end(answers[method ?? ''] ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('no port');
  s3 = new S3Client({
    endpoint: `http://127.0.0.1:${address.port}`,
    forcePathStyle: true,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
});

beforeEach(() => {
  asked = [];
  listed = [];
});

afterAll(() => {
  s3.destroy();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const puts = () => asked.filter(({ method }) => method === 'PUT');

test('every file is put, with the settings of the deployment, and the one that names the others last', async () => {
  expect(await publishPage(s3, 'page', { folder, settings, nowMs })).toEqual({ files: 4, removed: 0 });
  expect(puts().map(({ url }) => url?.split('?')[0])).toEqual([
    '/page/assets/index-DmUVxdx0.css',
    '/page/sw.js',
    '/page/config.json',
    '/page/index.html',
  ]);
  expect(puts()[2]?.body).toContain(JSON.stringify(settings));
});

test('what can change is asked for each time, and the rest once', async () => {
  await publishPage(s3, 'page', { folder, settings, nowMs });
  expect(puts().map(({ headers }) => [headers['content-type'], headers['cache-control']])).toEqual([
    ['text/css; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['text/javascript; charset=utf-8', 'no-cache'],
    ['application/json', 'no-cache'],
    ['text/html; charset=utf-8', 'no-cache'],
  ]);
});

test('parts of an earlier build go when nobody can have that page open any more', async () => {
  listed = [
    { key: 'assets/index-OLDOLDOL.css', modified: '2026-10-01T00:00:00Z' },
    { key: 'assets/index-RECENT12.css', modified: '2026-11-20T00:00:00Z' },
    { key: 'assets/index-DmUVxdx0.css', modified: '2026-10-01T00:00:00Z' },
  ];
  expect(await publishPage(s3, 'page', { folder, settings, nowMs })).toEqual({ files: 4, removed: 1 });
  const [removal] = asked.filter(({ method }) => method === 'POST');
  expect(removal?.body.match(/<Key>[^<]*/g)).toEqual(['<Key>assets/index-OLDOLDOL.css']);
});

test('a folder that is no build is refused before anything is put', async () => {
  const publish = publishPage(s3, 'page', { folder: join(folder, 'nowhere'), settings, nowMs });
  await expect(publish).rejects.toThrow(/nowhere is no build of the guards' page: .*"npm run console" makes one\.$/);
  expect(asked).toEqual([]);
});
