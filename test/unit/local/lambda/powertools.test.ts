// Goal: what Powertools for AWS Lambda and middy do in a bundled function comes out as on Lambda.
// Method: a handler bundled by esbuild as the deployment does it, run in a real process.
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../aws/endpoint.ts';
import { eventually, functionOf, startLambda } from './start-lambda.ts';

const source = `
  import middy from '@middy/core';
  import { Logger } from '@aws-lambda-powertools/logger';
  import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
  const logger = new Logger({ serviceName: 'ingest' });
  const metrics = new Metrics({ namespace: 'Test', serviceName: 'ingest' });
  export const handler = middy(async (event, context) => {
    logger.addContext(context);
    logger.warn('a pass', { gate: event.gate });
    metrics.addMetric('PassesStored', MetricUnit.Count, 3);
    metrics.publishStoredMetrics();
    console.log('plain\\nsecond');
    return { early: context.getRemainingTimeInMillis() > 0 };
  });
`;

test('structured logs and metrics come through line by line, plain output with time and request id', async () => {
  const folder = temporaryFolder();
  const fn = functionOf(folder, 'bundled', '');
  await build({
    stdin: { contents: source, resolveDir: process.cwd(), loader: 'ts' },
    outfile: join(fn.codeDirectory, 'index.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  const { runtime, lines } = await startLambda([fn]);
  expect(await runtime.invoke(fn.arn, '{"gate":"east-1"}')).toEqual({ payload: '{"early":true}' });

  await eventually(() => expect(lines).toHaveLength(4));
  const [warning = '', metrics = '', plain = '', second] = lines;
  const [, requestId] = plain.split('\t');
  expect(JSON.parse(warning)).toMatchObject({
    level: 'WARN',
    message: 'a pass',
    gate: 'east-1',
    service: 'ingest',
    cold_start: true,
    function_name: 'bundled',
    function_request_id: requestId,
    function_memory_size: '128',
    xray_trace_id: expect.stringMatching(/^1-/),
  });
  expect(JSON.parse(metrics)).toMatchObject({ PassesStored: 3, _aws: { Timestamp: expect.any(Number) } });
  expect(plain).toMatch(/^\d{4}-\d\d-\d\dT[0-9:.]+Z\t[0-9a-f-]{36}\tINFO\tplain$/);
  expect(second).toBe('second');
});
