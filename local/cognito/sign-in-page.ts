import { createHash } from 'node:crypto';
import type { HttpResponse } from '../http/exchange.ts';

const style = `
:root { color-scheme: light dark; font: 1.25rem/1.5 system-ui, sans-serif; }
main { max-width: 34rem; margin: 0 auto; padding: 1.5rem 1rem; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; }
form { display: grid; gap: .75rem; margin: 1.5rem 0; }
button { font: inherit; text-align: left; min-height: 4rem; padding: .75rem 1rem; border-radius: .75rem;
  border: 2px solid currentColor; background: Canvas; color: CanvasText; cursor: pointer; }
button:focus-visible { outline: 4px solid Highlight; outline-offset: 2px; }
small { display: block; opacity: .75; }
`;
const styleHash = createHash('sha256').update(style).digest('base64');

/** The page on which one chooses who to be: there are no passwords here. It needs no script. */
export function signInPage(
  people: readonly { username: string; name: string; groups: readonly string[] }[],
  redirectUri: string,
): HttpResponse {
  const buttons = people.map(
    ({ username, name, groups }) =>
      `<button name="username" value="${escaped(username)}">${escaped(name)}<small>${escaped(groups.join(', '))}</small></button>`,
  );
  const content = `<h1>登录 · Sign in</h1>
<p>本机演示,不需要密码。请选择身份。<br>This is a demo on this machine, without passwords. Choose who you are.</p>
<form method="post">${buttons.join('\n')}</form>`;
  return page(200, '登录 · Sign in', content, URL.parse(redirectUri)?.origin);
}

/** What is shown instead, when the page that asks for a sign-in is not one that may. */
export function refusalPage(why: string): HttpResponse {
  return page(400, '无法登录 · Cannot sign in', `<h1>无法登录 · Cannot sign in</h1><p>${escaped(why)}</p>`);
}

function page(status: number, title: string, content: string, formTarget = ''): HttpResponse {
  // A browser asks for the place that a form's answer leads to as well.
  const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self' ${formTarget}; base-uri 'none'; frame-ancestors 'none'`;
  return {
    status,
    headers: [
      ['content-type', 'text/html; charset=utf-8'],
      ['content-security-policy', policy],
      ['x-content-type-options', 'nosniff'],
      // With none at all, the browser would not name this page as the form's origin.
      ['referrer-policy', 'same-origin'],
      ['cache-control', 'no-store'],
    ],
    body: `<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
<main>${content}</main>
</html>
`,
  };
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
