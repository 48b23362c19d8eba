// Goal: what people name as a receiver cannot make us ask what is beside us, wait for ever, or go where it points.
// Method: a real HTTPS server on loopback, whose certificate this process believes; addresses of every special kind; a
// name that leads to this machine.

import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postLimits } from '../../../domain/limits/escalation.ts';
import { createPostOutside, lookUpPublic } from '../../../functions/escalate/channels/post-outside.ts';
import { isPublicAddress } from '../../../functions/escalate/channels/public-address.ts';
import { type Receiver, startReceiver } from '../../helpers/receiver.ts';

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
  setDefaultCACertificates([...getCACertificates(), readFileSync(receiver.caFile, 'utf8')]);
});
afterAll(() => receiver.stop());

const body = Buffer.from('{}');
const postTo = (to: string, allowed = receiver.host) => createPostOutside(new Set([allowed]))(to, {}, body);

describe('an answer', () => {
  test.each([
    [204, { result: 'accepted', status: 204 }, 1],
    [302, { result: 'refused', status: 302 }, 1],
    [400, { result: 'refused', status: 400 }, 1],
    [404, { result: 'gone', status: 404 }, 1],
    [410, { result: 'gone', status: 410 }, 1],
    [429, { result: 'failed', status: 429 }, postLimits.triesMax],
    [503, { result: 'failed', status: 503 }, postLimits.triesMax],
  ] as const)('%i', async (status, expected, tries) => {
    const path = `/answer-${status}`;
    receiver.status.set(path, status);
    expect(await postTo(`https://${receiver.host}${path}`)).toEqual(expected);
    expect(receiver.received.filter(({ url }) => url === path)).toHaveLength(tries);
  });
});

test.each([
  ['http://example.com/'],
  ['https://127.0.0.1/'],
  ['https://[::1]/'],
  ['https://[::ffff:10.0.0.1]/'],
  ['https://169.254.169.254/latest/meta-data/'],
  ['https://2130706433/'],
  ['https://example.com:8443/'],
  ['https://user@example.com/'],
  ['nonsense'],
])('%s is refused unasked', async (to) => {
  expect(await postTo(to, 'none')).toEqual({ result: 'refused' });
});

describe('a name', () => {
  const found = (name: string, all: boolean) =>
    new Promise((resolve, reject) => {
      lookUpPublic(name, { all }, (error, address) => (error ? reject(error) : resolve(address)));
    });

  test('that leads to this machine is not followed', async () => {
    expect(await postTo('https://localhost/', 'none')).toEqual({ result: 'failed' });
    for (const all of [true, false]) await expect(found('localhost', all)).rejects.toThrow('not public');
  });

  test('that leads to the Internet is connected to at the address that was looked at', async () => {
    expect(await found('8.8.8.8', false)).toBe('8.8.8.8');
    expect(await found('8.8.8.8', true)).toEqual([{ address: '8.8.8.8', family: 4 }]);
  });
});

test('what is larger than a message of ours is not sent', async () => {
  const large = Buffer.alloc(postLimits.bodyBytesMax + 1);
  expect(await createPostOutside(new Set([receiver.host]))(`https://${receiver.host}/large`, {}, large)).toEqual({
    result: 'refused',
  });
});

test.each([
  ['8.8.8.8', true],
  ['223.5.5.5', true],
  ['2400:3200::1', true],
  ['10.1.2.3', false],
  ['100.64.0.1', false],
  ['127.1.2.3', false],
  ['169.254.169.254', false],
  ['172.31.255.255', false],
  ['192.168.1.1', false],
  ['0.0.0.0', false],
  ['255.255.255.255', false],
  ['::1', false],
  ['::ffff:8.8.8.8', false],
  ['fe80::1', false],
  ['fd00:ec2::254', false],
  ['64:ff9b::a00:1', false],
  ['2002:a00:1::', false],
  ['2001:db8::1', false],
])('%s leads to the Internet: %s', (address, expected) => {
  expect(isPublicAddress(address)).toBe(expected);
});
