import { hash, type KeyPairKeyObjectResult, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AlertMessage, alertMessage } from '../../domain/messages/alert.ts';
import { parseGateTopic } from '../../domain/topics.ts';

/** A real HTTP server that speaks as much of IoT data, SNS, SQS, KMS, Lambda and Secrets Manager as the functions need. */
export interface TestServices {
  url: string;
  /** What was published to guards, in order. */
  published: { topic: string; message: AlertMessage }[];
  /** Marks and commands, in order. */
  toGates: { topic: string; message: unknown }[];
  /** What is retained, by topic. */
  retained: Map<string, Buffer>;
  /** What operators were told, in order. */
  notices: Record<string, unknown>[];
  /** Method, URL and headers of every request. */
  requested: string[];
  /** What the services hold for the functions. */
  held: Held;
  /** Texts to phones and mails by topic, in order. */
  sent: { to: string; text: string; attributes: string[] }[];
  /** Alerts that are to be looked at later, and in how many seconds, in order. */
  reminders: { alertId: string; inS: number }[];
  /** What functions were invoked with, in order. */
  invoked: { functionName: string; event: unknown }[];
  /** Requests of these services are answered with this status until it is 200 again. */
  status: {
    iotData: number;
    sns: number;
    texts: number;
    sqs: number;
    kms: number;
    lambda: number;
    secretsManager: number;
  };
  /** Called before guards are told of an alert, which waits until it resolves. */
  beforePublishing: () => Promise<void>;
  /** Called before a text is sent, which waits until it resolves. */
  beforeTexting: () => Promise<void>;
  stop(): Promise<void>;
}

interface Held {
  /** In Secrets Manager, now. */
  secret: string;
  /** In KMS, by their ids. */
  signingKeys: Readonly<Record<string, KeyPairKeyObjectResult>>;
}

export async function startServices(held: Held): Promise<TestServices> {
  const services: TestServices = {
    url: '',
    stop: async () => {},
    published: [],
    toGates: [],
    retained: new Map(),
    notices: [],
    sent: [],
    reminders: [],
    invoked: [],
    requested: [],
    held,
    status: { iotData: 200, sns: 200, texts: 200, sqs: 200, kms: 200, lambda: 200, secretsManager: 200 },
    beforePublishing: async () => {},
    beforeTexting: async () => {},
  };
  const server = createServer(async (request, response) => {
    const body = await readBody(request);
    services.requested.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`);
    const service = serviceOf(request, body);
    if (service === 'texts') await services.beforeTexting();
    if (service === 'iotData' && request.method === 'POST') await services.beforePublishing();
    const status = services.status[service];
    const answer = status === 200 ? answers[service]({ services, held, request, body }) : '{}';
    const missing = answer === undefined;
    response.writeHead(missing ? 404 : status, {
      'content-type': service === 'sns' || service === 'texts' ? 'text/xml' : 'application/json',
      ...(missing && { 'x-amzn-errortype': 'ResourceNotFoundException' }),
    });
    response.end(answer ?? '{}');
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

/** Texts to phones go by SNS too, and can fail alone. */
function serviceOf({ headers, url = '' }: IncomingMessage, body: Buffer): Service {
  const target = headers['x-amz-target']?.toString() ?? '';
  if (target.startsWith('secretsmanager')) return 'secretsManager';
  if (target.startsWith('TrentService')) return 'kms';
  if (target.startsWith('AmazonSQS')) return 'sqs';
  if (url.includes('/functions/')) return 'lambda';
  if (/^\/(topics|retainedMessage)\//.test(url)) return 'iotData';
  return body.includes('PhoneNumber=') ? 'texts' : 'sns';
}

interface Asked {
  services: Pick<TestServices, 'published' | 'toGates' | 'retained' | 'notices' | 'sent' | 'reminders' | 'invoked'>;
  held: Held;
  request: IncomingMessage;
  body: Buffer;
}

const publishAnswer = '<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>';

/** What a service answers; undefined: there is no such thing. */
const answers: Record<Service, (asked: Asked) => string | undefined> = {
  secretsManager: ({ held }) => JSON.stringify({ Name: 'keys', SecretString: held.secret }),
  kms({ held, request, body }) {
    const sealing = sealed(request.headers['x-amz-target'], body);
    if (sealing) return sealing;
    const { KeyId, Message = '' }: { KeyId: string; Message?: string } = JSON.parse(body.toString());
    const privateKey = held.signingKeys[KeyId]?.privateKey;
    if (request.headers['x-amz-target'] === 'TrentService.Sign') {
      return (
        privateKey &&
        JSON.stringify({
          KeyId,
          Signature: sign('sha256', Buffer.from(Message, 'base64'), privateKey).toString('base64'),
        })
      );
    }
    const spki = held.signingKeys[KeyId]?.publicKey.export({ type: 'spki', format: 'der' });
    return spki && JSON.stringify({ KeyId, PublicKey: spki.toString('base64') });
  },
  iotData({ services, request, body }) {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
    const [, operation, encoded = ''] = pathname.split('/');
    const topic = decodeURIComponent(encoded);
    if (operation === 'retainedMessage') {
      const payload = services.retained.get(topic);
      return payload && JSON.stringify({ topic, payload: payload.toString('base64'), qos: 1 });
    }
    if (searchParams.get('retain') === 'true') services.retained.set(topic, body);
    else if (parseGateTopic(topic)) services.toGates.push({ topic, message: JSON.parse(body.toString()) });
    else services.published.push({ topic, message: alertMessage.parse(JSON.parse(body.toString())) });
    return '{}';
  },
  lambda({ services, request, body }) {
    const [, functionName = ''] = /\/functions\/([^/]+)\/invocations/.exec(request.url ?? '') ?? [];
    services.invoked.push({ functionName, event: JSON.parse(body.toString()) });
    return '{}';
  },
  sqs({ services, body }) {
    const { MessageBody, DelaySeconds }: { MessageBody: string; DelaySeconds: number } = JSON.parse(body.toString());
    services.reminders.push({ ...JSON.parse(MessageBody), inS: DelaySeconds });
    return JSON.stringify({ MessageId: '1', MD5OfMessageBody: hash('md5', MessageBody) });
  },
  sns({ services, body }) {
    const form = new URLSearchParams(body.toString());
    const text = form.get('Message') ?? '';
    const topic = form.get('TopicArn') ?? '';
    const attributes = [...form].flatMap(([name, value]) => (name.endsWith('Value.StringValue') ? [value] : []));
    if (topic.endsWith('operators')) services.notices.push(JSON.parse(text));
    else services.sent.push({ to: topic, text, attributes });
    return publishAnswer;
  },
  texts({ services, body }) {
    const form = new URLSearchParams(body.toString());
    services.sent.push({ to: form.get('PhoneNumber') ?? '', text: form.get('Message') ?? '', attributes: [] });
    return publishAnswer;
  },
};

/** Encrypts for tests: whoever looks at the table sees no plain text, and a seal opens only where it was made for. */
function sealed(target: unknown, body: Buffer): string | undefined {
  const asked: { Plaintext?: string; CiphertextBlob?: string; EncryptionContext?: object } = JSON.parse(
    body.toString(),
  );
  const context = JSON.stringify(asked.EncryptionContext);
  if (target === 'TrentService.Encrypt') {
    const blob = Buffer.from(JSON.stringify([context, asked.Plaintext])).toString('base64');
    return JSON.stringify({ CiphertextBlob: Buffer.from(blob).reverse().toString('base64') });
  }
  if (target !== 'TrentService.Decrypt') return undefined;
  const blob = Buffer.from(asked.CiphertextBlob ?? '', 'base64')
    .reverse()
    .toString();
  const [of, Plaintext] = JSON.parse(Buffer.from(blob, 'base64').toString());
  return of === context ? JSON.stringify({ Plaintext }) : '{}';
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}
