import { generateKeyPairSync, sign } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { encode } from 'cborg';
import { encodeBase45 } from '../../../../domain/codes/base45.ts';
import { issuePass } from '../../../../domain/codes/issue.ts';
import type { OwnPass } from '../../../../domain/codes/own-pass.ts';
import { codeLimits } from '../../../../domain/limits/codes.ts';
import { wireLimits } from '../../../../domain/limits/wire.ts';
import { keyOfPass } from '../../../../platform/listed-keys.ts';
import {
  algorithms,
  claimsOf,
  es256,
  forge,
  listed,
  nowS,
  parts,
  ps256,
  signedHeader,
  tagBytes,
  tagged,
  vaccination,
  wrap,
} from './forge.ts';

/**
 * Signs the sample codes of the test vectors anew, with keys of their own that are thrown away. Signatures are made
 * of random numbers, so this is not part of `npm run docs`: that takes the samples as they are.
 */
const file = join(import.meta.dirname, '../../../../docs/generate/code-samples.json');

const testsOnly = Uint8Array.of(7, 7, 7, 7);
const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const passKeys = [1, 2].map(() => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);

const pass: OwnPass = {
  tokenId: Buffer.from('a1b2c3d4e5f60718', 'hex'),
  kind: 'resident',
  subject: Buffer.from('00112233445566778899aabbccddeeff', 'hex'),
  communities: ['xixi'],
  singleUse: false,
  medium: 'phone',
  fromS: nowS - 600,
  untilS: nowS + 3_600,
};
const issued = (change: Partial<OwnPass>, [key = stranger] = passKeys) =>
  issuePass({ ...pass, ...change }, nowS - 600, {
    keyId: Buffer.from(keyOfPass(key).kid, 'base64url'),
    sign: async (bytes) => sign('sha256', bytes, { key, dsaEncoding: 'der' }),
    deflate: (bytes) => deflateSync(bytes, { level: 9 }),
  });

const header = (change: [number, unknown][]) => new Map([...signedHeader, ...change]);
const claims = (change: [number, unknown][]) => ({ payload: encode(new Map([...claimsOf(vaccination), ...change])) });
const certified = (certificate: object) => ({ payload: encode(claimsOf(certificate)) });
const statement = { tg: '840539006', co: 'AT', is: 'Ministry of Health' };
const person = { ver: vaccination.ver, nam: vaccination.nam, dob: vaccination.dob };
const test = { ...statement, ci: 'T:2', tt: 'LP6464-4', sc: '2026-11-23T12:00:00Z', tr: '260415000', tc: 'Centre' };
const recovery = { ...statement, ci: 'R:3', fr: '2026-10-01', df: '2026-10-11', du: '2027-04-01' };
const body = encode(parts({}));
const packed = deflateSync(body);
const good = forge({});

const samples: Record<string, string> = {
  'a vaccination, ES256': good,
  'a vaccination, PS256': forge({ key: ps256, header: header([[1, algorithms.ps256]]) }),
  'a test': forge(certified({ ...person, t: [test] })),
  'a recovery': forge(certified({ ...person, r: [recovery] })),
  'key id and algorithm in the unprotected header': forge({ header: new Uint8Array(), unsigned: signedHeader }),
  'another key id in the unprotected header': forge({ unsigned: new Map([[4, Uint8Array.of(9)]]) }),
  'no tag': wrap(body),
  'tagged as CWT and COSE_Sign1': wrap(tagged(body, ...tagBytes.cwt, ...tagBytes.sign1)),
  'expiring within the skew': forge(claims([[4, nowS - codeLimits.clockSkewS + 1]])),
  'issued with a fraction of a second': forge(claims([[6, nowS - 0.5]])),
  'a resident': await issued({}),
  'a visitor, once, signed with the second key': await issued({ kind: 'visitor', singleUse: true }, passKeys.slice(1)),
  'a courier for two communities': await issued({ kind: 'courier', communities: ['lake', 'xixi'] }),
  'a worker with a card for a month': await issued({ kind: 'worker', medium: 'card', untilS: nowS + 30 * 86_400 }),
  'longer than a QR code': `HC1:${'0'.repeat(wireLimits.codeCharactersMax)}`,
  'another context': good.replace('HC1', 'HC2'),
  'no prefix': good.slice('HC1:'.length),
  'a small letter': `${good.slice(0, 20)}a${good.slice(21)}`,
  'a triple beyond 16 bits': `HC1::::${good.slice(7)}`,
  'not packed': `HC1:${encodeBase45(body)}`,
  'packed and cut off': `HC1:${encodeBase45(packed.subarray(0, -4))}`,
  'bytes after the stream': `HC1:${encodeBase45(Buffer.concat([packed, Buffer.of(0, 0)]))}`,
  'a bomb': wrap(new Uint8Array(1_000_000)),
  'a byte after the structure': wrap(Uint8Array.from([...body, 0])),
  'nested too deep': wrap(Uint8Array.from([...new Uint8Array(100).fill(0x81), 0])),
  'a claim twice': forge({ payload: Uint8Array.of(0xa2, 4, 1, 4, 2) }),
  'text that is not UTF-8': forge({ payload: Uint8Array.of(0xa1, 1, 0x61, 0xff) }),
  'a tag that does not belong there': wrap(tagged(body, 0xd1)),
  'five parts': wrap(encode([...parts({}), 1])),
  'a critical header': forge({ header: header([[2, [99]]]) }),
  'no key id': forge({ header: new Map([[1, algorithms.es256]]) }),
  'an unknown key': forge({ header: header([[4, Uint8Array.of(9)]]) }),
  'a health certificate as a pass': good.replace('HC1', 'GH1'),
  'an algorithm that is not the key’s': forge({
    header: header([
      [1, algorithms.ps256],
      [4, testsOnly],
    ]),
  }),
  'another’s signature': forge({ key: stranger }),
  'a signature that is cut off': wrap(encode(parts({}).with(3, new Uint8Array(63)))),
  'no expiry': forge({ payload: encode(new Map([...claimsOf(vaccination)].filter(([claim]) => claim !== 4))) }),
  'no certificate in the claim': forge(claims([[-260, new Map([[2, 1]])]])),
  'issued later': forge(claims([[6, nowS + codeLimits.clockSkewS + 1]])),
  expired: forge(claims([[4, nowS - codeLimits.clockSkewS]])),
  'a pass from later': await issued({ fromS: nowS + 600 }),
  'no name': forge(certified({ ...vaccination, nam: {} })),
  'two statements': forge(certified({ ...vaccination, t: [test] })),
  'two vaccinations': forge(certified({ ...vaccination, v: [...vaccination.v, ...vaccination.v] })),
  'a vaccination by a key for tests': forge({ header: header([[4, testsOnly]]) }),
  'two days on a phone': await issued({ untilS: nowS + 2 * 86_400 }),
  'a revoked pass': await issued({ tokenId: Buffer.from('deaddeaddeaddead', 'hex') }),
  'a pass for another community': await issued({ communities: ['lake'] }),
};

const keys = [
  listed(es256),
  listed(ps256),
  { ...listed(es256), kid: Buffer.from(testsOnly).toString('base64url'), certifies: ['test'] },
  ...passKeys.map(keyOfPass),
];
const context = { atS: nowS, community: 'xixi', revoked: [{ content: 'gatehouse', id: 'deaddeaddeaddead' }] };
writeFileSync(file, `${JSON.stringify({ context, keys, samples }, null, 2)}\n`);
