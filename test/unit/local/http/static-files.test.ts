// Goal: a folder is served as a page needs it, and nothing beside the folder.
// Method: real files, links among them, and real requests.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { securityHeaders } from '../../../../local/http/security-headers.ts';
import { createStaticFiles } from '../../../../local/http/static-files.ts';
import { temporaryFolder } from '../aws/endpoint.ts';
import { startGateway } from './start-gateway.ts';

test('files with type and tag; what lies outside or is hidden is not there', async () => {
  const folder = temporaryFolder();
  const page = join(folder, 'page');
  mkdirSync(join(page, 'assets'), { recursive: true });
  writeFileSync(join(page, 'index.html'), '<!doctype html>');
  writeFileSync(join(page, 'assets/app-Dx9f2Kq1.js'), 'export {};');
  writeFileSync(join(page, '.env'), 'secret');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  symlinkSync(join(folder, 'secret.txt'), join(page, 'link.txt'));
  const files = createStaticFiles(page, securityHeaders(['http://127.0.0.1:1']));
  const { url } = await startGateway(
    { routes: [{ key: 'GET /api', integrationId: 'behind', scopes: [] }] },
    { more: [files] },
  );

  const index = await fetch(url);
  expect(index.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(index.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(index.headers.get('cache-control')).toBe('no-cache');
  const etag = index.headers.get('etag') ?? '';
  expect(await index.text()).toBe('<!doctype html>');
  const again = await fetch(url, { headers: { 'if-none-match': etag } });
  expect([again.status, await again.text()]).toEqual([304, '']);
  const script = await fetch(`${url}/assets/app-Dx9f2Kq1.js`, { method: 'HEAD' });
  expect(script.headers.get('cache-control')).toContain('immutable');
  expect(script.headers.get('content-length')).toBe('10');

  for (const path of ['/.env', '/link.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/assets', '/%00', '/nothing']) {
    expect((await fetch(url + path)).status, path).toBe(404);
  }
  expect((await fetch(url, { method: 'POST' })).status).toBe(404);
  expect((await fetch(`${url}/api`)).headers.get('apigw-requestid')).not.toBeNull();
});
