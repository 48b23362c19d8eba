import { join } from 'node:path';
import { homeFolder } from '../../operator/deployment.ts';

/** The flash of all simulated gates, in the state folder: a gate goes on counting where the last run ended. */
export function flashFile(): string {
  return join(homeFolder(), 'sim', 'flash.sqlite');
}
