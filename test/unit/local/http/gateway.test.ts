// Goal: whoever asks, and the function that answers, see what they would see behind API Gateway.
// Method: a real port, a real function that gives its event back or does what it is told.
import { request } from 'node:http';
import { expect, test } from 'vitest';
import { createManualClock } from '../aws/manual-clock.ts';
import { startGateway } from './start-gateway.ts';

const message = async (answer: Response) => [answer.status, await answer.json()];

test('the event is in payload format 2.0', async () => {
  const { url } = await startGateway({ routes: [{ key: 'POST /gates/{gate}', integrationId: 'behind', scopes: [] }] });
  const answer = await fetch(`${url}/gates/n%20o?a=1&a=%E4%BD%99&b=x+y&c`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: 'one=1; two=2', 'X-Custom': 'Value' },
    body: '{"a":"余"}',
  });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('application/json');
  const { host } = new URL(url);
  expect(await answer.json()).toMatchObject({
    version: '2.0',
    routeKey: 'POST /gates/{gate}',
    rawPath: '/gates/n%20o',
    rawQueryString: 'a=1&a=%E4%BD%99&b=x+y&c',
    cookies: ['one=1', 'two=2'],
    headers: { 'x-custom': 'Value', host, 'x-forwarded-for': '127.0.0.1' },
    queryStringParameters: { a: '1,余', b: 'x y', c: '' },
    pathParameters: { gate: 'n o' },
    requestContext: {
      accountId: '000000000000',
      apiId: 'api0000001',
      domainName: host,
      http: { method: 'POST', path: '/gates/n%20o', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' },
      requestId: answer.headers.get('apigw-requestid'),
      routeKey: 'POST /gates/{gate}',
      stage: '$default',
      time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
    },
    body: '{"a":"余"}',
    isBase64Encoded: false,
  });
  const form = await fetch(`${url}/gates/1`, { method: 'POST', body: new URLSearchParams({ a: '1' }) });
  expect(await form.json()).toMatchObject({ body: Buffer.from('a=1').toString('base64'), isBase64Encoded: true });
});

test('the answer is what the function returns', async () => {
  const { url } = await startGateway();
  const text = async (order: string) => (await fetch(`${url}/x?do=${order}`)).text();
  expect(await text('bare')).toBe('hello');
  expect(await text('list')).toBe('[1,2]');
  expect(await text('nothing')).toBe('null');
  const full = await fetch(`${url}/x?do=full`);
  expect(full.status).toBe(201);
  expect(full.headers.get('x-one')).toBe('1');
  expect(full.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  expect(full.headers.get('content-type')).toBe('text/plain;charset=UTF-8');
  expect(Buffer.from(await full.arrayBuffer())).toEqual(Buffer.of(0, 1, 2));
  for (const order of ['throw', 'broken', 'split']) {
    expect(await message(await fetch(`${url}/x?do=${order}`))).toEqual([500, { message: 'Internal Server Error' }]);
  }
});

test('what finds no route, is too long or takes too long', async () => {
  const integrations = (functionArn: string) => [{ id: 'behind', functionArn, timeoutMs: 50 }];
  const late = await startGateway({
    routes: [{ key: 'POST /x', integrationId: 'behind', scopes: [] }],
    integrations: integrations('arn:aws:lambda:local-1:000000000000:function:echo'),
  });
  expect(await message(await fetch(`${late.url}/y`))).toEqual([404, { message: 'Not Found' }]);
  expect(await message(await fetch(`${late.url}/x`))).toEqual([404, { message: 'Not Found' }]);
  const sleeping = await fetch(`${late.url}/x?do=sleep`, { method: 'POST' });
  expect(await message(sleeping)).toEqual([503, { message: 'Service Unavailable' }]);
  // Told by its announced length only: what is over the limit is not waited for.
  const status = await new Promise((resolve) => {
    const sent = request(`${late.url}/x`, { method: 'POST' }, (answer) => resolve(answer.statusCode));
    sent.on('error', () => {});
    sent.end(Buffer.alloc(10 * 1024 * 1024 + 1));
  });
  expect(status).toBe(413);
});

test('the rate of the stage: what is over it is refused, and later let in again', async () => {
  const clock = createManualClock();
  const { url } = await startGateway({ stage: { ratePerS: 1, burst: 2 } }, { clock });
  const statuses = async (count: number) => {
    const answers = [];
    for (let index = 0; index < count; index += 1) answers.push((await fetch(`${url}/x`)).status);
    return answers;
  };
  expect(await statuses(3)).toEqual([200, 200, 429]);
  expect(await message(await fetch(`${url}/x`))).toEqual([429, { message: 'Too Many Requests' }]);
  clock.advance(1_000);
  expect(await statuses(2)).toEqual([200, 429]);
});

test('an API without a stage is not there, and one that the function does not let in has an error', async () => {
  const api = { routes: [{ key: '$default', integrationId: 'behind', scopes: [] }] };
  const without = await startGateway({ ...api, stage: undefined } as never);
  expect((await fetch(without.url)).status).toBe(404);
  const denied = await startGateway(api, { permissions: [{ principal: 'iot.amazonaws.com' }] });
  expect((await fetch(denied.url)).status).toBe(500);
  expect(denied.lines).toEqual(['$default failed: echo lets no API of this name invoke it']);
});

test('pages from elsewhere are refused, those that the template names are let in', async () => {
  const named = 'https://console.example';
  const cors = {
    origins: [named, '*'],
    methods: ['GET'],
    headers: ['authorization'],
    exposedHeaders: ['etag'],
    credentials: false,
    maxAgeS: 60,
  };
  const { url } = await startGateway({ cors });
  const from = (origin: string, more: RequestInit = {}) => fetch(`${url}/x`, { headers: { origin }, ...more });
  expect((await from('http://evil.example')).status).toBe(403);
  expect((await from(url)).status).toBe(200);
  expect((await from(named)).headers.get('access-control-allow-origin')).toBe(named);
  const preflight = await from(named, {
    method: 'OPTIONS',
    headers: { origin: named, 'access-control-request-method': 'GET' },
  });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-max-age')).toBe('60');
  // fetch sets Host itself, so this one is written by hand.
  const rebound = await new Promise((resolve) => {
    request(`${url}/x`, { headers: { host: 'evil.example' } }, (answer) => resolve(answer.statusCode)).end();
  });
  expect(rebound).toBe(403);
});
