import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App, Environment } from 'aws-cdk-lib/core';
import { stackName } from '../../../domain/names.ts';
import { buildApp } from '../../../infra/app.ts';

export interface Resource {
  id: string;
  properties: Record<string, unknown>;
  deletionPolicy: string | undefined;
}

export interface Statement {
  Effect: string;
  Action: string[];
  Resource: string[];
  Condition?: Record<string, Record<string, unknown>>;
}

interface Options {
  disposable?: boolean;
  signingKeys?: readonly string[];
  issuer?: { url: string; audience: string };
  consoleUrl?: string;
  env?: Environment;
}

/** The functions that there are. */
export const functionNames = readdirSync(new URL('../../../functions', import.meta.url)).filter(
  (name) => name !== 'shared',
);

/** Runs `use` with the app over handlers that do nothing; its folders are gone afterwards. */
export function withApp<T>(options: Options, use: (app: App) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-infra-'));
  try {
    for (const name of functionNames) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'handler.mjs'), `export const handler = () => '${name}';`);
    }
    const app = buildApp({
      codeFolder: folder,
      disposable: options.disposable ?? false,
      timeZone: 'Asia/Shanghai',
      signingKeys: options.signingKeys ?? ['first'],
      outputFolder: join(folder, 'cdk.out'),
      issuer: options.issuer,
      ...(options.env && { env: options.env }),
      ...(options.consoleUrl !== undefined && { consoleUrl: options.consoleUrl }),
    });
    return use(app);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Synthesises the stack, without validation of the template: that takes two seconds, and has a test of its own. */
export function synthesise(options: Options = {}) {
  process.env['CDK_VALIDATION'] = 'false';
  const json = withApp(options, (app) =>
    readFileSync(join(app.synth().directory, `${stackName}.template.json`), 'utf8'),
  );
  const template = JSON.parse(json);
  return { json, template, ofType: (type: string) => resourcesOf(template, type) };
}

function resourcesOf(template: { Resources: Record<string, Record<string, never>> }, type: string): Resource[] {
  return Object.entries(template.Resources)
    .filter(([, resource]) => resource['Type'] === type)
    .map(([id, resource]) => ({
      id,
      properties: resource['Properties'] ?? {},
      deletionPolicy: resource['DeletionPolicy'],
    }));
}

/** A value with every intrinsic written out: `Ref` and `Fn::GetAtt` as `<Id>` and `<Id.Attribute>`, joins joined. */
export function written(value: unknown, known: Record<string, string> = {}): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return String(value);
  if ('Ref' in value) return known[String(value.Ref)] ?? `<${value.Ref}>`;
  if ('Fn::GetAtt' in value && Array.isArray(value['Fn::GetAtt'])) return `<${value['Fn::GetAtt'].join('.')}>`;
  if ('Fn::Join' in value && Array.isArray(value['Fn::Join'])) {
    const [separator, parts] = value['Fn::Join'];
    return parts.map((part: unknown) => written(part, known)).join(separator);
  }
  throw new Error(`An intrinsic that the tests do not know: ${JSON.stringify(value)}`);
}

/** The statements of a policy document, every action and resource in a list and written out. */
export function statementsOf(document: unknown, known?: Record<string, string>): Statement[] {
  const { Statement: statements } = document as { Statement: Record<string, unknown>[] };
  const list = (value: unknown) => [value ?? []].flat().map((one) => written(one, known));
  return statements.map((statement) => ({
    ...statement,
    Effect: String(statement['Effect']),
    Action: list(statement['Action']),
    Resource: list(statement['Resource']),
  }));
}
