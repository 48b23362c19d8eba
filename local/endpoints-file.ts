import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Endpoints, endpointsFile } from '../domain/endpoints.ts';

/** Tells other commands of this user where the stack listens and with which key; nobody else may read it. */
export function writeEndpoints(home: string, endpoints: Endpoints): void {
  const path = join(home, endpointsFile);
  const unfinished = `${path}.${endpoints.pid}`;
  rmSync(unfinished, { force: true });
  writeFileSync(unfinished, `${JSON.stringify(endpoints, null, 2)}\n`, { mode: 0o600 });
  renameSync(unfinished, path);
}

export function removeEndpoints(home: string): void {
  rmSync(join(home, endpointsFile), { force: true });
}
