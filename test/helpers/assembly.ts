import { cpSync, globSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { synthesise } from '../../local/synthesis.ts';
import type { Orders } from './faulty-handler.ts';
import { projectFolder } from './stack.ts';

const template = z.looseObject({
  Resources: z.record(z.string(), z.looseObject({ Type: z.string(), Properties: z.looseObject({}).optional() })),
});
export type Resources = z.infer<typeof template>['Resources'];

/** A copy of the project's cloud assembly, altered on purpose. */
export interface AlteredAssembly {
  folder: string;
  /** Tells the functions what to do wrong from their next invocation on; what is left out, they do right. */
  order(orders: Partial<Orders>): void;
  remove(): void;
}

/** @param alter changes the template's resources in place. */
export async function alteredAssembly(alter: (resources: Resources) => void = () => {}): Promise<AlteredAssembly> {
  const parent = mkdtempSync(join(tmpdir(), 'gatehouse-assembly-'));
  const folder = join(parent, 'cdk.out');
  const ordersFile = join(parent, 'orders.json');
  cpSync(await synthesise(projectFolder), folder, { recursive: true });
  for (const file of globSync('*.template.json', { cwd: folder })) {
    const path = join(folder, file);
    const document = template.parse(JSON.parse(readFileSync(path, 'utf8')));
    alter(document.Resources);
    writeFileSync(path, JSON.stringify(document));
  }
  for (const file of globSync('asset.*/handler.mjs', { cwd: folder })) wrap(join(folder, file), ordersFile);
  const order = (orders: Partial<Orders>) =>
    writeFileSync(ordersFile, JSON.stringify({ clockAheadMs: 0, faults: [], ...orders } satisfies Orders));
  order({});
  return { folder, order, remove: () => rmSync(parent, { recursive: true, force: true }) };
}

function wrap(handlerFile: string, ordersFile: string): void {
  renameSync(handlerFile, handlerFile.replace(/handler\.mjs$/, 'real.mjs'));
  const wrapper = new URL('./faulty-handler.ts', import.meta.url).href;
  writeFileSync(
    handlerFile,
    `import { obeying } from ${JSON.stringify(wrapper)};
import { handler as real } from './real.mjs';
export const handler = obeying(real, ${JSON.stringify(ordersFile)});
`,
  );
}

/** Sets properties of every resource of a type. */
export function setProperties(resources: Resources, type: string, properties: object): void {
  for (const resource of Object.values(resources)) {
    if (resource.Type === type) resource.Properties = { ...resource.Properties, ...properties };
  }
}
