import { join } from 'node:path';
import { exitCodes, readFlags, runCommand } from '../cli/command.ts';
import { listenForInterruption } from '../cli/interruption.ts';
import { readSettings } from './settings.ts';
import { createLocalStack } from './stack.ts';
import { synthesise } from './synthesis.ts';

const help = `npm run stack -- [--assembly DIR]

Runs the synthesised template on this machine until Ctrl-C, without any gates: broker, functions, tables, queues.
"npm start" does the same with a small fleet.

  --assembly DIR   a cloud assembly (cdk.out) to run; without it, the project is synthesised when it has changed
  --help           this text

  GATEHOUSE_HOME             where state lives (default .gatehouse)
  GATEHOUSE_MQTTS_PORT, GATEHOUSE_HTTP_PORT, GATEHOUSE_DYNAMODB_PORT, GATEHOUSE_AWS_PORT
                             ports (default 8883, 8787, 8000, 8790; 0 takes a free one)
  GATEHOUSE_CONSOLE          a folder whose files are served beside the HTTP API
  GATEHOUSE_DYNAMODB         dynalite (default), local, aws, or the URL of an engine that runs already
  GATEHOUSE_LAMBDA_RETRY_S   seconds before Lambda's first and second retry (default 60,120, as on AWS)
`;

await runCommand(async (argv) => {
  const { values } = readFlags(argv, {
    assembly: { type: 'string' },
    help: { type: 'boolean', default: false },
  });
  if (values.help) {
    process.stdout.write(help);
    return exitCodes.done;
  }
  const ended = Promise.withResolvers<void>();
  listenForInterruption().addEventListener('abort', () => ended.resolve());
  const settings = readSettings(process.env);
  const stack = createLocalStack({
    assemblyFolder: values.assembly ?? (await synthesise(join(import.meta.dirname, '..'))),
    settings,
    onFunctionLine: ({ functionName, line }) => process.stdout.write(`${functionName}  ${line}\n`),
    log: (line) => process.stdout.write(`${line}\n`),
    onFailure: ended.reject,
  });
  const { mqtts, http, aws, dynamodb } = await stack.start();
  process.stdout.write(
    `Gatehouse runs: gates mqtts://${mqtts.host}:${mqtts.port}, HTTP ${http.url}, DynamoDB ${dynamodb.url}, AWS ${aws.url}. Ctrl-C ends it.\n`,
  );
  try {
    await ended.promise;
  } finally {
    await stack.stop();
  }
  return exitCodes.done;
});
