import type { Clock } from './clock.ts';
import { createPoolHandler } from './cognito/handler.ts';
import { openUserPool, type UserPool } from './cognito/pool.ts';
import { createGateway } from './http/gateway.ts';
import { createMqttUpgrade } from './http/mqtt-socket.ts';
import { createOrigins } from './http/origins.ts';
import { createPageSettings } from './http/page-settings.ts';
import { securityHeaders } from './http/security-headers.ts';
import { createHttpServer, type HttpServer } from './http/server.ts';
import { createStaticFiles } from './http/static-files.ts';
import type { Broker } from './iot/broker.ts';
import type { LambdaRuntime } from './lambda/runtime.ts';
import type { Database } from './store/database.ts';
import type { StackPlan } from './template/plan.ts';

/** What people and their browsers meet: the HTTP API, the pages, and MQTT over WebSocket, all on one port. */
export async function createFront(parts: {
  plan: StackPlan;
  database: Database;
  clock: Clock;
  home: string;
  httpPort: number;
  pageFolder: string | undefined;
  runtime: Pick<LambdaRuntime, 'invoke'>;
  broker: Pick<Broker, 'attach'>;
  log: (line: string) => void;
}): Promise<{ server: HttpServer; pools: UserPool[] }> {
  const { plan, httpPort, pageFolder, log } = parts;
  const [api] = plan.httpApis;
  const origins = createOrigins(httpPort, api?.cors?.origins ?? []);
  const pools = await Promise.all(
    plan.userPools.map((pool) => openUserPool(pool, { ...parts, ownOrigins: origins.own })),
  );
  const gateway = api && createGateway({ ...parts, api, functions: plan.functions });
  const files =
    pageFolder === undefined
      ? []
      : [createPageSettings(plan.outputs), createStaticFiles(pageFolder, securityHeaders(origins.own))];
  const server = createHttpServer({
    port: httpPort,
    origins,
    // The page lies between the routes that the API names and what it does with everything else.
    handlers: [
      createPoolHandler(pools),
      ...(gateway === undefined ? files : [gateway.routes, ...files, gateway.otherwise]),
    ],
    upgrade: createMqttUpgrade(parts.broker),
    log,
  });
  return { server, pools };
}
