/// <reference lib="webworker" />
import { showNotices } from './notices.ts';

declare const self: ServiceWorkerGlobalScope;
/** Filled in when the page is built: what it is made of, and a name for just that. */
declare const __FILES__: readonly string[];
declare const __SHELL__: readonly string[];

const cacheName = 'page-__VERSION__';
const files = __FILES__;
/** Without digests in their names: asked for each time, and taken from here when nobody answers. */
const shell = __SHELL__;
/** A network that does not answer within so long is as good as none. */
const patienceMs = 3_000;

showNotices(self);

self.addEventListener('install', (event) => {
  const keep = async () => {
    const cache = await caches.open(cacheName);
    await cache.addAll([...shell, ...files.filter((file) => file.startsWith('assets/'))]);
    await self.skipWaiting();
  };
  event.waitUntil(keep());
});

self.addEventListener('activate', (event) => {
  const tidy = async () => {
    // The one before stays: a page that is open is made of it.
    const old = (await caches.keys()).filter((name) => name.startsWith('page-') && name !== cacheName).slice(0, -1);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const path = pathOf(request.url);
  if (request.method !== 'GET' || path === undefined) return;
  if (path.startsWith('assets/')) event.respondWith(keptFirst(request));
  // Whoever comes back from a sign-in has a query; the page is the same.
  else if (shell.includes(path)) event.respondWith(askedFirst(request, path));
});

/** Within where the page lies; undefined for what is not the page: the API, the issuer. */
function pathOf(url: string): string | undefined {
  const { scope } = self.registration;
  const { origin, pathname } = new URL(url);
  const whole = `${origin}${pathname}`;
  return whole.startsWith(scope) ? whole.slice(scope.length) || './' : undefined;
}

async function keptFirst(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request);
}

async function askedFirst(request: Request, path: string): Promise<Response> {
  try {
    const answer = await fetch(new Request(path, { signal: AbortSignal.timeout(patienceMs), cache: 'no-cache' }));
    if (answer.ok) await (await caches.open(cacheName)).put(path, answer.clone());
    return answer;
  } catch {
    return (await caches.match(path)) ?? fetch(request);
  }
}
