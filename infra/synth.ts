import { fileURLToPath } from 'node:url';
import { GatehouseError, UsageError } from '../domain/errors.ts';
import { buildApp } from './app.ts';
import { withBundledFunctions } from './bundle.ts';

/*
 * `npm run synth`: bundles the functions and writes the cloud assembly. The CDK command line runs it too (cdk.json).
 * Settings are environment variables, because they have to reach it through `npm run deploy` and `cdk` alike:
 *   GATEHOUSE_TIME_ZONE   in which a community's day is reckoned; Asia/Shanghai unless it says otherwise
 *   GATEHOUSE_DISPOSABLE  1: `cdk destroy` takes all data along; only for trying out
 *   CDK_OUTDIR            set by the CDK command line: where the assembly goes; cdk.out otherwise
 */
const environment = process.env;

async function main(): Promise<void> {
  const settings = {
    timeZone: readTimeZone(environment['GATEHOUSE_TIME_ZONE'] ?? 'Asia/Shanghai'),
    disposable: readSwitch('GATEHOUSE_DISPOSABLE'),
    outputFolder: environment['CDK_OUTDIR'] ?? 'cdk.out',
  };
  const functionsFolder = fileURLToPath(new URL('../functions', import.meta.url));
  await withBundledFunctions(functionsFolder, (codeFolder) => buildApp({ ...settings, codeFolder }).synth());
}

function readTimeZone(name: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch (cause) {
    throw new UsageError(`GATEHOUSE_TIME_ZONE is "${name}", which is no time zone; take one like Asia/Shanghai.`, {
      cause,
    });
  }
}

function readSwitch(name: string): boolean {
  const value = environment[name] ?? '';
  if (value === '' || value === '0') return false;
  if (value === '1') return true;
  throw new UsageError(`${name} is "${value}"; take 1 for yes, or 0 for no.`);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof GatehouseError)) throw error;
  console.error(`gatehouse: ${error.message}`);
  process.exitCode = 2;
}
