import type { Pass } from '../../domain/messages/pass.ts';

/** A pass of somebody healthy, with nothing to see; `changes` make another of it. */
export function passOf(changes: Partial<Pass> = {}): Pass {
  return {
    epoch: 'abcdefgh12',
    seq: 1,
    at: '2026-11-24T03:04:00.000Z',
    direction: 'in',
    site: 'face',
    skinC: 35.12,
    ambientC: 11.4,
    baselineC: 34.9,
    code: { form: 'provider', text: 'SECRET-CODE-TEXT', status: 'green' },
    verdict: 'admit',
    reason: 'ok',
    configVersion: 0,
    listsAgeS: 120,
    ...changes,
  };
}

/** A pass of somebody with a fever, as an honest gate judges it. */
export function feverOf(changes: Partial<Pass> = {}): Pass {
  return passOf({ skinC: 36.57, verdict: 'recheck', reason: 'too-warm', ...changes });
}

export function passesOf(...passes: unknown[]) {
  return { sentAt: '2026-11-24T03:04:05.000Z', passes };
}
