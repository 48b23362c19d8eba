import { randomBytes } from 'node:crypto';
import { judge } from '../domain/judgement.ts';
import { defaultConfig } from '../domain/messages/config.ts';
import type { PassesMessage } from '../domain/messages/pass.ts';

/** A message with one pass of now, as a gate would send it: to try a deployment by hand. */
export function samplePasses(nowMs: number, fever: boolean): PassesMessage {
  const at = new Date(nowMs).toISOString();
  const temperatures = { site: 'face', skinC: fever ? 37.1 : 35.4, baselineC: 35.3 } as const;
  const measured = { direction: 'in', ...temperatures, code: null, listsAgeS: null } as const;
  return {
    sentAt: at,
    passes: [
      {
        // An epoch of its own: a count by hand must not run into the count of the real gate.
        epoch: randomBytes(6).toString('hex'),
        seq: 1,
        at,
        ...measured,
        ambientC: 21.5,
        ...judge(measured, defaultConfig, undefined),
        configVersion: defaultConfig.version,
      },
    ],
  };
}
