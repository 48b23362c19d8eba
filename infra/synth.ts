import { fileURLToPath } from 'node:url';
import { exitCodes, readFlags, runCommand } from '../cli/command.ts';
import { buildApp } from './app.ts';
import { withBundledFunctions } from './bundle.ts';
import { readSettings } from './settings.ts';

const help = `npm run synth

Bundles the functions and writes the template, ready to run on this machine or to deploy. The CDK command line runs it
too (cdk.json), so its settings are environment variables, which reach it through \`npm run deploy\` and \`cdk\` alike:

  GATEHOUSE_TIME_ZONE    in which a community's day is reckoned; Asia/Shanghai unless it says otherwise
  GATEHOUSE_DISPOSABLE   1: destroying the deployment takes all data along; for trying out only
  GATEHOUSE_SIGNING_KEYS name of the key that signs passes; OLD,NEW while keys are changed over (docs/runbook.md)
  GATEHOUSE_ISSUER       an OpenID Connect issuer of your own, with the audience of its tokens in GATEHOUSE_AUDIENCE;
                         without it there is a Cognito user pool, which the regions in China do not have
  GATEHOUSE_CONSOLE_URL  where the guards' page is; cloudfront: the deployment has a place for it, which "npm run page"
                         fills; http://localhost:8787/ unless it says otherwise
  GATEHOUSE_ESCALATE_AFTER_S
                         seconds until the officer hears of an alert that nobody sees to, and until the district does;
                         60,300 unless it says otherwise
  GATEHOUSE_CHANNELS     by which people are told: push,sms,mail,webhook unless it says otherwise; the regions in China
                         have no sms, and phones there hardly get a push
  GATEHOUSE_PRIVATE_RECEIVERS
                         receivers at private addresses that messages may go to, like 10.0.0.5:8443; none unless it says
  CDK_OUTDIR             where the template goes; cdk.out unless it says otherwise
  CDK_VALIDATION         false: leaves out the check of the template, which takes two seconds
`;

await runCommand(async (argv) => {
  const { values } = readFlags(argv, { help: { type: 'boolean', default: false } });
  if (values.help) {
    process.stdout.write(help);
    return exitCodes.done;
  }
  const settings = readSettings(process.env);
  const functionsFolder = fileURLToPath(new URL('../functions', import.meta.url));
  await withBundledFunctions(functionsFolder, (codeFolder) => buildApp({ ...settings, codeFolder }).synth());
  return exitCodes.done;
});
