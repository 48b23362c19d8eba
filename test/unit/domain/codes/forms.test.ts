// Goal: the small codecs are as their specifications say, and have one form for one value.
// Method: the examples of the specifications, round trips of anything, and each way of writing it wrong.
import { sign, verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase45, encodeBase45 } from '../../../../domain/codes/base45.ts';
import { derToRaw } from '../../../../domain/codes/der.ts';
import { isWellFormed } from '../../../../domain/codes/well-formed.ts';
import { es256 } from './forge.ts';

describe('base45', () => {
  it.each([
    ['AB', 'BB8'],
    ['Hello!!', '%69 VD92EX0'],
    ['base-45', 'UJCLQE7W581'],
    ['ietf!', 'QED8WEX0'],
  ])('RFC 9285, 4.3 and 4.4: %s is %s', (plain, encoded) => {
    expect(encodeBase45(Buffer.from(plain))).toBe(encoded);
    expect(decodeBase45(encoded)).toEqual(new Uint8Array(Buffer.from(plain)));
  });

  it('gives back any bytes, also those of a view', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.nat(3), (bytes, skipped) => {
        const view = bytes.subarray(skipped);
        expect(decodeBase45(encodeBase45(view))).toEqual(new Uint8Array(view));
      }),
    );
  });

  it('what it takes is written in no other way', () => {
    const character = fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:a\u0100');
    fc.assert(
      fc.property(fc.string({ unit: character, maxLength: 9 }), (text) => {
        const bytes = decodeBase45(text);
        if (bytes) expect(encodeBase45(bytes)).toBe(text);
      }),
    );
  });
});

describe('DER to r‖s', () => {
  it('verifies as the same signature', () => {
    for (let count = 0; count < 300; count++) {
      const bytes = Buffer.from(`message ${count}`);
      const raw = derToRaw(sign('sha256', bytes, { key: es256, dsaEncoding: 'der' }));
      expect(raw?.length).toBe(64);
      expect(verify('sha256', bytes, { key: es256, dsaEncoding: 'ieee-p1363' }, raw ?? Buffer.alloc(0))).toBe(true);
    }
  });

  const one = [0x02, 0x01, 0x01];
  it.each<[string, number[]]>([
    ['nothing', []],
    ['no sequence', [0x31, 6, ...one, ...one]],
    ['one integer', [0x30, 3, ...one]],
    ['three integers', [0x30, 9, ...one, ...one, ...one]],
    ['bytes after the sequence', [0x30, 6, ...one, ...one, 0]],
    ['a length in long form', [0x30, 0x81, 6, ...one, ...one]],
    ['an integer without bytes', [0x30, 5, 0x02, 0, ...one]],
    ['a negative integer', [0x30, 6, 0x02, 1, 0x80, ...one]],
    ['a zero', [0x30, 6, 0x02, 1, 0, ...one]],
    ['a padding that is not needed', [0x30, 7, 0x02, 2, 0, 1, ...one]],
    ['an integer of 33 bytes', [0x30, 38, 0x02, 33, ...new Array(33).fill(1), ...one]],
    ['an integer that is cut off', [0x30, 6, 0x02, 9, 1, ...one]],
  ])('refuses %s', (_, bytes) => {
    expect(derToRaw(Uint8Array.from(bytes))).toBeUndefined();
  });

  it('pads what is short', () => {
    const raw = derToRaw(Uint8Array.from([0x30, 6, ...one, ...one]));
    expect(raw?.[31]).toBe(1);
    expect(raw?.[63]).toBe(1);
  });
});

describe('well-formed CBOR', () => {
  // RFC 8949, appendix A, and appendix F for what is not well-formed.
  it.each([
    '00',
    '1bffffffffffffffff',
    '20',
    'f4',
    'f97c00',
    '4401020304',
    '6161',
    '80',
    'a201020304',
    'd74401020304',
    '9fff',
    '9f01820203ff',
    'bf61610161629fffff',
    'c11a514b67b0',
    'f8ff',
  ])('takes %s', (hex) => {
    expect(isWellFormed(Buffer.from(hex, 'hex'))).toBe(true);
  });

  it.each([
    '',
    '18',
    '19',
    '1b00',
    '81',
    '8200',
    'a1',
    'a101',
    'c0',
    '61',
    '61ff',
    '62c328',
    '41',
    '1c',
    '1e',
    '3d',
    '5c',
    'f800',
    'f81f',
    'fc',
    'ff',
    '81ff',
    '8200ff',
    'a1ff',
    'a100ff',
    'bf00ff',
    'bf000000ff',
    '9f',
    '9f81',
    '1f',
    'df',
    '0000',
  ])('refuses "%s"', (hex) => {
    expect(isWellFormed(Buffer.from(hex, 'hex'))).toBe(false);
  });
});
