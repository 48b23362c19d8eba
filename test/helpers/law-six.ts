import { quarantinePrefix } from '../../domain/state-keys.ts';
import type { Deployment } from '../../operator/deployment.ts';
import { codesShown, writingsOfCode } from './shown-codes.ts';
import { scan } from './tables.ts';

/** Codes that a stack is searched for: the first so many. More would say the same and take minutes. */
const codesMax = 300;
/** A house number is found in any date by chance; such codes are searched for at the handlers, as whole values. */
const charactersMin = 10;

/**
 * No code and no identity in what a stack has printed (logs and metrics of functions) or keeps, keys included. Only
 * quarantine holds what was sent, in `bytes`: encrypted, and apart.
 * @throws Error that names where something was found.
 */
export async function searchForNames(home: string, deployment: Deployment, output: readonly string[]): Promise<void> {
  const texts = [...codesShown(home)].filter((text) => text.length >= charactersMin).slice(0, codesMax);
  if (texts.length === 0) return;
  const state = (await scan(deployment, 'stateTable')).map((item) =>
    String(item['pk']).startsWith(quarantinePrefix) ? { ...item, bytes: undefined } : item,
  );
  const places = {
    'the output': output.join('\n'),
    'the table of passes': JSON.stringify(await scan(deployment, 'passesTable')),
    'the table of state': JSON.stringify(state),
  };
  const secrets = texts.flatMap(writingsOfCode);
  for (const [place, written] of Object.entries(places)) {
    const found = secrets.find((secret) => written.includes(secret));
    if (found !== undefined) throw new Error(`Law 6 is broken: ${place} of ${home} has ${found.slice(0, 24)}…`);
  }
}
