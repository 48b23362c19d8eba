// Goal: the parts that guards meet fit together in one stack: sign in, ask the API, connect, send a delayed job.
// Method: a whole stack from a small template; requests as a browser and the SDK send them.
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import mqtt from 'mqtt';
import { expect, test, vi } from 'vitest';
import { challengeOf } from '../cognito/start-pool.ts';
import { eventually } from '../lambda/start-lambda.ts';
import { startGuardsStack } from './guards-stack.ts';

vi.setConfig({ testTimeout: 30_000 });

test('a guard signs in on the page, asks the API, and connects by MQTT over WebSocket', async () => {
  const { endpoints, lines } = await startGuardsStack();
  const { url } = endpoints.http;
  const { Issuer = '', ClientId = '', JobsArn = '' } = endpoints.outputs;
  expect((await fetch(url)).headers.get('content-type')).toBe('text/html; charset=utf-8');

  const redirect_uri = `${url}/`;
  const discovery = await (await fetch(`${Issuer}/.well-known/openid-configuration`)).json();
  expect(discovery).toMatchObject({ issuer: Issuer, token_endpoint: `${Issuer}/oauth2/token` });
  const asked = new URLSearchParams({
    response_type: 'code',
    client_id: ClientId,
    redirect_uri,
    code_challenge_method: 'S256',
    code_challenge: challengeOf('v'.repeat(43)),
  });
  const page = await fetch(`${Issuer}/oauth2/authorize?${asked}`);
  const form = new URLSearchParams({ username: 'guard-xixi' });
  const back = await fetch(page.url, { method: 'POST', headers: { origin: url }, body: form, redirect: 'manual' });
  const code = new URL(back.headers.get('location') ?? '').searchParams.get('code') ?? '';
  const grant = {
    grant_type: 'authorization_code',
    client_id: ClientId,
    redirect_uri,
    code,
    code_verifier: 'v'.repeat(43),
  };
  const answer = await fetch(`${Issuer}/oauth2/token`, { method: 'POST', body: new URLSearchParams(grant) });
  const tokens = (await answer.json()) as { access_token: string };

  expect((await fetch(`${url}/alerts/1`)).status).toBe(401);
  const alert = await fetch(`${url}/alerts/1`, { headers: { authorization: `Bearer ${tokens.access_token}` } });
  expect(await alert.json()).toHaveProperty(
    'requestContext.authorizer.jwt.claims.cognito:groups',
    '[community:xixi guard]',
  );

  const client = await mqtt.connectAsync(`${url.replace('http', 'ws')}/mqtt`, {
    clientId: 'guard-1',
    username: 'page?x-amz-customauthorizer-name=consoles',
    password: tokens.access_token,
    reconnectPeriod: 0,
  });
  await client.publishAsync('acks', 'seen', { qos: 1 });
  await client.endAsync(true);

  const sqs = new SQSClient({ endpoint: endpoints.aws.url, region: 'local-1', credentials: endpoints.credentials });
  const QueueUrl = `${endpoints.aws.url}/000000000000/${JobsArn.split(':').at(-1)}`;
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'escalate', DelaySeconds: 1 }));
  await eventually(() => expect(lines.join('\n')).toContain('job escalate'));
  sqs.destroy();
});
