import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildGuardsPage } from '../helpers/guards-page.ts';
import { projectFolder } from '../helpers/stack.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the guards' page of this run is built. */
    builtPage: string;
  }
}

/** The guards' page is built once a run, apart from the one that somebody may be looking at. */
export async function setup(project: TestProject): Promise<void> {
  const outDir = join(projectFolder, 'node_modules/.cache/gatehouse-console');
  await buildGuardsPage(outDir);
  project.provide('builtPage', outDir);
}
