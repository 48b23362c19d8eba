/** A runtime to be killed: invokes a function in `folder` without end and says on stdout what was accepted and what ran. */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../../../local/clock.ts';
import { createLambdaRuntime } from '../../../../local/lambda/runtime.ts';
import { openDatabase } from '../../../../local/store/database.ts';

const [folder = '', functionName = '', round = ''] = process.argv.slice(2);
const functionArn = `arn:aws:lambda:local-1:000000000000:function:${functionName}`;
const say = (line: string) => writeSync(1, `${line}\n`);

const runtime = createLambdaRuntime({
  functions: [
    {
      logicalId: functionName,
      name: functionName,
      arn: functionArn,
      handler: 'index.handler',
      codeDirectory: join(folder, functionName),
      environment: {},
      memoryMb: 128,
      timeoutS: 30,
      roleArn: '',
      asynchronous: { maxRetries: 2, maxAgeS: 21_600 },
      permissions: [],
    },
  ],
  schedules: [],
  database: openDatabase(join(folder, 'state.sqlite')),
  clock: systemClock,
  environment: () => ({}),
  deliver: async () => {},
  log: ({ line }) => say(`ran ${/ran (\S+)/.exec(line)?.[1]}`),
  retryDelaysMs: [1_000],
});

await runtime.start();
const invoke = async (caller: number) => {
  for (let n = 0; ; n += 1) {
    const name = `${round}-${caller}-${n}`;
    await runtime.invokeAsync(functionArn, JSON.stringify(name));
    say(`accepted ${name}`);
  }
};
await Promise.all([0, 1, 2, 3].map(invoke));
