import { onTestFinished } from 'vitest';
import { type Clock, systemClock } from '../../../../local/clock.ts';
import type { HttpHandler } from '../../../../local/http/exchange.ts';
import { createGateway } from '../../../../local/http/gateway.ts';
import { createOrigins } from '../../../../local/http/origins.ts';
import { createHttpServer } from '../../../../local/http/server.ts';
import { portOrFree } from '../../../../local/ports.ts';
import type { FunctionPlan, HttpApiPlan } from '../../../../local/template/plan.ts';
import { arn, temporaryFolder } from '../aws/endpoint.ts';
import { functionOf, startLambda } from '../lambda/start-lambda.ts';

const apiArn = arn('execute-api', 'api0000001');

/** Answers with its event, or as the body of the request says. */
const echo = `
const results = {
  bare: 'hello', list: [1, 2], nothing: null, broken: { statusCode: 'x' }, split: { statusCode: 200, headers: { a: 'b\\r\\nc: d' } },
  full: { statusCode: 201, headers: { 'X-One': 1, 'content-length': 99 }, cookies: ['a=1', 'b=2'], body: 'AAEC', isBase64Encoded: true },
};
export const handler = async (event) => {
  const order = event.queryStringParameters?.do;
  if (order === 'throw') throw new Error('planted');
  if (order === 'sleep') await new Promise(() => setInterval(() => {}, 1000));
  return order in results ? results[order] : event;
};
`;

/** A function that the API may invoke. */
function echoFunction(permissions?: FunctionPlan['permissions']): FunctionPlan {
  const source = { principal: 'apigateway.amazonaws.com', sourceArn: `${apiArn}/*/*/*` };
  return functionOf(temporaryFolder(), 'echo', echo, { permissions: permissions ?? [source] });
}

function apiPlan(fn: FunctionPlan, changes: Partial<HttpApiPlan> = {}): HttpApiPlan {
  return {
    id: 'api0000001',
    arn: apiArn,
    stage: {},
    routes: [{ key: 'ANY /{proxy+}', integrationId: 'behind', scopes: [] }],
    integrations: [{ id: 'behind', functionArn: fn.arn, timeoutMs: 30_000 }],
    authorizers: [],
    ...changes,
  };
}

/** An HTTP API on a free port, its functions in real processes; it ends with the test. */
export async function startGateway(
  changes: Partial<HttpApiPlan> = {},
  {
    clock = systemClock,
    permissions,
    more = [],
  }: { clock?: Clock; permissions?: FunctionPlan['permissions']; more?: HttpHandler[] } = {},
) {
  const fn = echoFunction(permissions);
  const { runtime } = await startLambda([fn], { clock: systemClock });
  const api = apiPlan(fn, changes);
  const lines: string[] = [];
  const log = (line: string) => lines.push(line);
  const gateway = createGateway({ api, functions: [fn], runtime, clock, log });
  const port = await portOrFree(0);
  const server = createHttpServer({
    port,
    origins: createOrigins(port, api.cors?.origins ?? []),
    handlers: [gateway.routes, ...more, gateway.otherwise],
    upgrade: (_request, socket) => socket.destroy(),
    log,
  });
  await server.start();
  onTestFinished(server.stop);
  return { url: `http://127.0.0.1:${port}`, lines };
}
