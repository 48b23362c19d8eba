const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  ico: 'image/x-icon',
  jpg: 'image/jpeg',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  mjs: 'text/javascript; charset=utf-8',
  mp3: 'audio/mpeg',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8',
  wav: 'audio/wav',
  wasm: 'application/wasm',
  webmanifest: 'application/manifest+json',
  webp: 'image/webp',
  woff2: 'font/woff2',
};

/** Names with a digest in them never mean anything else. */
const lasting = /[-.][A-Za-z0-9_-]{8,}\.(js|css|woff2|png|svg|webp|mp3|wav)$/;

/** As what a file of the page is sent: its media type, and how long it may be kept. */
export function servedAs(name: string): { contentType: string; cacheControl: string } {
  const ending = /\.([^./]+)$/.exec(name)?.[1] ?? '';
  return {
    contentType: types[ending] ?? 'application/octet-stream',
    cacheControl: lasting.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache',
  };
}
