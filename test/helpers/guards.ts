import { randomUUID } from 'node:crypto';
import { signIn } from '../../demo/sign-in.ts';
import type { RunningStack } from './stack.ts';

/** A guard of the tests, and the PIN by which they identify. */
export const guardLi = { guard: 'li', pin: '2580' };

/** Asks the API by HTTP, as a page does; what has no body is only read. */
export function ask(
  { endpoints }: RunningStack,
  token: string,
  [method, path]: readonly [method: string, path: string],
  body?: object,
  headers: Record<string, string> = {},
): Promise<Response> {
  const content = body && { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
  return fetch(`${endpoints.http.url}${path}`, {
    method,
    ...(body && { body: JSON.stringify(body) }),
    headers: { authorization: `Bearer ${token}`, ...content, ...headers },
  });
}

/** Has an officer name a guard. */
export async function nameGuard(stack: RunningStack, community: string, { guard, pin } = guardLi): Promise<void> {
  const { access_token } = await signIn(stack.endpoints, 'officer-yuhang');
  const path = `/communities/${community}/guards/${guard}`;
  const { status } = await ask(stack, access_token, ['PUT', path], { label: `Guard ${guard}`, pin });
  if (status !== 200) throw new Error(`The guard could not be named: ${status}`);
}

/** Begins a shift at the phone of a token. */
export async function beginShift(
  stack: RunningStack,
  token: string,
  community: string,
  who = guardLi,
): Promise<Response> {
  return ask(stack, token, ['POST', `/communities/${community}/shift`], who);
}
