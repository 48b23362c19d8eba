import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AlertMessage, alertMessage } from '../../domain/messages/alert.ts';

/** A real HTTP server that speaks as much of IoT data, SNS and Secrets Manager as the functions need. */
export interface TestServices {
  url: string;
  /** What was published to guards, in order. */
  published: { topic: string; message: AlertMessage }[];
  /** What operators were told, in order. */
  notices: Record<string, unknown>[];
  /** Requests of these services are answered with this status until it is 200 again. */
  status: { iotData: number; sns: number; secretsManager: number };
  /** Called before guards are told of an alert, which waits until it resolves. */
  beforePublishing: () => Promise<void>;
  stop(): Promise<void>;
}

/** @param secret what Secrets Manager holds. */
export async function startServices(secret: string): Promise<TestServices> {
  const services: TestServices = {
    url: '',
    stop: async () => {},
    published: [],
    notices: [],
    status: { iotData: 200, sns: 200, secretsManager: 200 },
    beforePublishing: async () => {},
  };
  const server = createServer(async (request, response) => {
    const body = await readBody(request);
    const service = serviceOf(request);
    if (service === 'iotData') await services.beforePublishing();
    const status = services.status[service];
    response.writeHead(status, { 'content-type': service === 'sns' ? 'text/xml' : 'application/json' });
    if (status !== 200) response.end('{}');
    else response.end(answer(services, service, request, body, secret));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return Object.assign(services, {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

type Service = keyof TestServices['status'];

function serviceOf(request: IncomingMessage): Service {
  if (request.headers['x-amz-target']?.toString().startsWith('secretsmanager')) return 'secretsManager';
  return request.url?.startsWith('/topics/') ? 'iotData' : 'sns';
}

function answer(
  services: Pick<TestServices, 'published' | 'notices'>,
  service: Service,
  request: IncomingMessage,
  body: string,
  secret: string,
): string {
  if (service === 'secretsManager') return JSON.stringify({ Name: 'keys', SecretString: secret });
  if (service === 'iotData') {
    const { pathname } = new URL(request.url ?? '', 'http://localhost');
    const topic = decodeURIComponent(pathname.slice('/topics/'.length));
    services.published.push({ topic, message: alertMessage.parse(JSON.parse(body)) });
    return '{}';
  }
  services.notices.push(JSON.parse(new URLSearchParams(body).get('Message') ?? ''));
  return '<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>';
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
