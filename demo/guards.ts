import { type BodyOf, type RouteName, routes } from '../domain/api/routes.ts';
import type { Endpoints } from '../domain/endpoints.ts';
import { outputNames } from '../domain/names.ts';
import { demoGates } from './fleet.ts';
import { signIn } from './sign-in.ts';

/** Who takes turns at the posts of the demo. Their PINs are no secret: they are the demo's, on this machine only. */
const demoGuards = [
  { guard: 'li', label: '李 · Li', pin: '2580' },
  { guard: 'zhou', label: '周 · Zhou', pin: '3690' },
] as const;

/** Whom of the demo's people the guards are named by: an officer of all its communities. */
const officer = 'officer-yuhang';

/** For whoever wants to begin a shift on the guards' page. */
export function demoGuardsLine(): string {
  return `  Begin a shift as ${demoGuards.map(({ label, pin }) => `"${label}" (PIN ${pin})`).join(' or ')}.`;
}

/**
 * Names the demo's guards in its communities, where they are not named yet, as an officer does: by the API, with a token
 * of the demo's own sign-in. Communities are there once a gate is enrolled.
 * @param signal ends it.
 * @returns what went wrong, in a line; nothing with an issuer of somebody's own, who has guards of their own too.
 */
export async function nameDemoGuards(endpoints: Endpoints, signal: AbortSignal): Promise<string | undefined> {
  if (!endpoints.outputs[outputNames.issuer]?.startsWith(endpoints.http.url)) return undefined;
  try {
    const { access_token } = await signIn(endpoints, officer, signal);
    const ask = createAsk(endpoints.http.url, access_token, signal);
    for (const community of new Set(demoGates.map((gate) => gate.community))) {
      const { guards } = routes.listGuards.answer.parse(await ask('listGuards', { community }));
      for (const { guard, ...body } of demoGuards) {
        if (guards.some((one) => one.guard === guard)) continue;
        await ask('putGuard', { community, guard }, body);
      }
    }
    return undefined;
  } catch (error) {
    if (signal.aborted) return undefined;
    return `The demo's guards could not be named: ${error instanceof Error ? error.message : error}`;
  }
}

function createAsk(url: string, token: string, signal: AbortSignal) {
  return async <Name extends RouteName>(
    name: Name,
    parameters: Record<string, string>,
    body?: BodyOf<Name>,
  ): Promise<unknown> => {
    const { method, path } = routes[name];
    const filled = path.replace(/\{(\w+)\}/g, (_, parameter: string) => parameters[parameter] ?? '');
    const answer = await fetch(`${url}${filled}`, {
      method,
      signal,
      headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${name} was answered ${answer.status}.`);
    return answer.json();
  };
}
