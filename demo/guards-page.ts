import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Endpoints } from '../domain/endpoints.ts';
import { demoGuardsLine } from './guards.ts';

/** The build of the guards' page, which `npm start` makes first. */
const builtFolder = join(import.meta.dirname, '../console/dist');

/** What is served as the guards' page: the one that was asked for, or the one that was built. */
export function pageFolder(askedFor: string | undefined): string | undefined {
  return askedFor ?? (existsSync(join(builtFolder, 'index.html')) ? builtFolder : undefined);
}

/** Where a newcomer finds the page, and whom to be there. */
export function guardsPageLines({ url }: Endpoints['http']): string[] {
  return [
    `The guards' page: ${url}/   (on this machine; there are no passwords)`,
    '  "登录 Sign in", then "Guard, Xixi"; a phone is as good as a desktop. English is below the button.',
    demoGuardsLine(),
    '',
  ];
}
