// Goal: every reader of a message understands it in the same way, or nobody does.
// Method: a table of bytes with the fault expected of each, and properties over random JSON and random bytes.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JsonFault, parseIJson } from '../../../domain/i-json.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

const faulty: [string, JsonFault, Uint8Array][] = [
  ['random bytes', 'not-utf8', Uint8Array.from([0xff, 0x00, 0xfe, 0x80])],
  ['a surrogate as bytes', 'not-utf8', Uint8Array.from([0x22, 0xed, 0xa0, 0x80, 0x22])],
  ['a byte order mark', 'not-json', Uint8Array.from([0xef, 0xbb, 0xbf, 0x7b, 0x7d])],
  ['nothing', 'not-json', bytes('')],
  ['a message cut short', 'not-json', bytes('{"passes":[{"seq":1')],
  ['NaN', 'not-json', bytes('{"skinC":NaN}')],
  ['a number beyond a double', 'number-out-of-range', bytes('{"skinC":1e999}')],
  ['one far below', 'number-out-of-range', bytes('[-1e999]')],
  ['ten thousand brackets', 'too-deep', bytes('['.repeat(10_000) + ']'.repeat(10_000))],
  ['ten thousand open brackets', 'not-json', bytes('['.repeat(10_000))],
  ['one name twice', 'duplicate-key', bytes('{"seq":1,"seq":2}')],
  ['one name twice, written differently', 'duplicate-key', bytes('{"seq":1,"s\\u0065q":2}')],
  ['one name twice, deep inside', 'duplicate-key', bytes('{"a":[{"b":{"c":1,"c":1}}]}')],
  ['__proto__', 'forbidden-key', bytes('{"__proto__":{"admin":true}}')],
  ['half a character', 'lone-surrogate', bytes('{"text":"\\ud800"}')],
  ['half a character in a name', 'lone-surrogate', bytes('{"\\udfff":1}')],
];

describe('parseIJson', () => {
  it.each(faulty)('refuses %s', (_, fault, input) => {
    expect(parseIJson(input)).toEqual({ ok: false, fault });
  });

  it('is not misled by colons, brackets and quotes inside strings', () => {
    const value = { 'a:b"[{': ':::', c: ['\\', '"', '{{{{{{{{{{{{{{{{{{{{{'] };
    expect(parseIJson(bytes(JSON.stringify(value)))).toEqual({ ok: true, value });
  });

  it('reads whatever JSON.stringify writes', () => {
    const json = fc
      .jsonValue({ maxDepth: 10, noUnicodeString: false })
      .filter((value) => JSON.stringify(value) !== undefined);
    fc.assert(
      fc.property(json, (value) => {
        const text = JSON.stringify(value);
        fc.pre(!text.includes('"__proto__"') && JSON.stringify(JSON.parse(text)).isWellFormed());
        const result = parseIJson(bytes(text));
        if (!/\\ud[89a-f]/i.test(text)) expect(result).toEqual({ ok: true, value: JSON.parse(text) });
      }),
    );
  });

  it('answers on any bytes, without throwing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (input) => {
        expect(typeof parseIJson(input).ok).toBe('boolean');
      }),
    );
  });
});
