// Goal: nobody but a program that holds a key of this run gets anything out of the endpoint, and errors look as the
// SDK expects them. Method: raw requests over loopback, beside what the SDK would send.
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { UsageError } from '../../../../domain/errors.ts';
import { authorise } from '../../../../local/aws/authorise.ts';
import { AwsError } from '../../../../local/aws/aws-error.ts';
import { jsonOperation, jsonService } from '../../../../local/aws/json-service.ts';
import { createAwsServer } from '../../../../local/aws/server.ts';
import type { AwsService } from '../../../../local/aws/service.ts';
import { awsLimits } from '../../../../local/limits.ts';
import { arn, operatorKey, startEndpoint, workerKey } from './endpoint.ts';

const echo = jsonService({
  signingName: 'echo',
  targetPrefix: 'Echo',
  operations: {
    Say: jsonOperation(z.strictObject({ text: z.string() }), ({ text }, caller) => {
      authorise(caller, 'echo:Say', arn('echo', 'mouth'));
      return { said: text };
    }),
    Break: jsonOperation(z.strictObject({}), () => {
      throw new TypeError('secret detail');
    }),
  },
});

const restAndQuery: AwsService = {
  signingName: 'plain',
  handle: async () => {
    throw new AwsError('ResourceNotFoundException', 'There is no <such> thing.', { status: 404 });
  },
};

function signedBy(accessKeyId: string, service = 'echo'): string {
  return `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260115/local-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;
}

interface Sent {
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** Sends one request as it is and resolves with the whole answer. */
async function call(port: number, { headers = {}, body = '{"text":"hi"}' }: Sent = {}) {
  const outgoing = request({
    port,
    host: '127.0.0.1',
    method: 'POST',
    agent: false,
    headers: { 'x-amz-target': 'Echo.Say', authorization: signedBy(operatorKey), ...headers },
  });
  outgoing.on('error', () => undefined);
  outgoing.end(body);
  const [incoming] = await once(outgoing, 'response');
  let text = '';
  for await (const chunk of incoming) text += chunk;
  return { status: incoming.statusCode, headers: incoming.headers, text };
}

test('a signed request is answered in the JSON version that it came in', async () => {
  const { port } = await startEndpoint([echo]);
  const answer = await call(port, { headers: { 'content-type': 'application/x-amz-json-1.0' } });
  expect(answer).toMatchObject({ status: 200, text: '{"said":"hi"}' });
  expect(answer.headers['content-type']).toBe('application/x-amz-json-1.0');
  expect(answer.headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/);
});

test('a foreign Host or any Origin is refused without a word', async () => {
  const { port } = await startEndpoint([echo]);
  const refused = [
    { host: 'evil.example' },
    { host: `evil.example:${port}` },
    { host: `127.0.0.1.evil.example:${port}` },
    { origin: 'http://evil.example' },
    { origin: `http://127.0.0.1:${port}` },
    { origin: 'null' },
  ];
  for (const headers of refused) expect(await call(port, { headers })).toMatchObject({ status: 403, text: '' });
  for (const host of ['localhost', `LOCALHOST:${port}`, `[::1]:${port}`]) {
    expect(await call(port, { headers: { host } })).toMatchObject({ status: 200 });
  }
});

test('no key, a malformed one and one of another run get the same answer, before anything else is looked at', async () => {
  const { port, lines } = await startEndpoint([echo]);
  const authorizations = [
    '',
    'Bearer x',
    signedBy('A'.repeat(20)),
    signedBy('short'),
    signedBy(operatorKey, 'echo/../x'),
    signedBy('A'.repeat(20), 'no-such-service'),
    signedBy('__proto__0000000000000'),
  ];
  const answers = await Promise.all(
    authorizations.map((authorization) => call(port, { headers: { authorization }, body: 'no json' })),
  );
  for (const { status, text } of answers) {
    expect({ status, text }).toEqual({
      status: 403,
      text: '{"__type":"UnrecognizedClientException","message":"The security token included in the request is invalid."}',
    });
  }
  expect(lines).toEqual([]);
});

test('a body over the limit is refused and its connection closed', async () => {
  const { port } = await startEndpoint([echo]);
  const answer = await call(port, { body: Buffer.alloc(awsLimits.bodyMaxBytes + 1) });
  expect(answer.status).toBe(413);
  expect(answer.headers.connection).toBe('close');
});

test('unknown operations, unknown parameters and broken JSON are refused by name', async () => {
  const { port } = await startEndpoint([echo]);
  const refusal = async (headers: Record<string, string>, body = '{}') => (await call(port, { headers, body })).text;
  expect(await refusal({ 'x-amz-target': 'Echo.Shout' })).toContain('echo:Shout is not supported');
  expect(await refusal({ 'x-amz-target': 'Other.Say' })).toContain('echo:Say is not supported');
  expect(await refusal({ 'x-amz-target': 'Echo.constructor' })).toContain('UnknownOperationException');
  expect(await refusal({}, '{"text":"a","volume":11}')).toContain('volume');
  expect(await refusal({}, '{"text":')).toContain('SerializationException');
  expect(await refusal({ authorization: signedBy(operatorKey, 'nothing') })).toContain('no local nothing service');
});

test('a failure of ours tells the log why and the caller nothing', async () => {
  const { port, lines } = await startEndpoint([echo]);
  const answer = await call(port, { headers: { 'x-amz-target': 'Echo.Break' }, body: '{}' });
  expect(answer.status).toBe(500);
  expect(answer.text).not.toContain('secret');
  expect(lines.join()).toContain('secret detail');
});

test('a refusal by policy names role, action and resource in the log', async () => {
  const { port, lines } = await startEndpoint([echo]);
  const answer = await call(port, { headers: { authorization: signedBy(workerKey) } });
  expect(answer.status).toBe(403);
  expect(JSON.parse(answer.text).__type).toBe('AccessDeniedException');
  expect(lines).toEqual([`denied: User: arn:aws:iam::000000000000:role/worker echo:Say ${arn('echo', 'mouth')}`]);
});

test('errors are shaped by the protocol: query in XML, REST in a header', async () => {
  const { port } = await startEndpoint([restAndQuery]);
  const send = (type: string) => {
    const outgoing = fetch(`http://127.0.0.1:${port}/`, {
      method: 'POST',
      headers: { authorization: signedBy(operatorKey, 'plain'), 'content-type': type },
      body: '',
    });
    return outgoing;
  };
  const query = await (await send('application/x-www-form-urlencoded')).text();
  expect(query).toContain('<Code>ResourceNotFoundException</Code><Message>There is no &lt;such&gt; thing.</Message>');
  const rest = await send('application/json');
  expect(rest.status).toBe(404);
  expect(rest.headers.get('x-amzn-errortype')).toBe('ResourceNotFoundException');
  expect(await rest.json()).toEqual({ message: 'There is no <such> thing.' });
});

test('a taken port is one clear line', async () => {
  const other = createServer();
  other.listen(0, '127.0.0.1');
  await once(other, 'listening');
  onTestFinished(() => void other.close());
  const address = other.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const server = createAwsServer({ services: [], callers: () => undefined, port, log: () => undefined });
  await expect(server.start()).rejects.toThrow(
    new UsageError(
      `Port ${port} for the AWS endpoints is taken. End what holds it, or set GATEHOUSE_AWS_PORT (0 takes a free port).`,
    ),
  );
});
