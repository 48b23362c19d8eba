import { wireLimits } from '../../domain/limits/wire.ts';
import { passesOf, passOf } from './passes.ts';

/** A kind of message that a gate must not send, and what becomes of it. */
export interface Malformed {
  kind: string;
  payload: Uint8Array;
  reason: string;
  field?: string;
}

const text = (content: string) => Buffer.from(content);
const good = () => JSON.stringify(passesOf(passOf()));
const whole = (kind: string, payload: Uint8Array | string, reason: string, field?: string): Malformed => ({
  kind,
  payload: typeof payload === 'string' ? text(payload) : payload,
  reason,
  ...(field && { field }),
});
/** A message whose one pass differs from a good one as JSON text differs. */
const edited = (kind: string, from: string, to: string, reason: string, field?: string) =>
  whole(kind, good().replace(from, to), reason, field);
const changed = (kind: string, changes: object, reason: string, field?: string) =>
  whole(kind, JSON.stringify(passesOf({ ...passOf(), ...changes })), reason, field);

/** One of each kind; none of it may be stored, crash anything, or be tried for ever. */
export function malformedMessages(): Malformed[] {
  return [
    whole('nothing', '', 'not-json'),
    whole(
      'random bytes',
      Uint8Array.from({ length: 300 }, (_, index) => (index * 167 + 129) % 256),
      'not-utf8',
    ),
    whole('truncated JSON', good().slice(0, -20), 'not-json'),
    whole('strings that never end', '\\"'.repeat(wireLimits.messageBytesMax / 2), 'not-json'),
    whole('over 128 KB', `"${'a'.repeat(wireLimits.messageBytesMax)}"`, 'too-large'),
    whole('depth 10,000', `${'['.repeat(10_000)}${']'.repeat(10_000)}`, 'too-deep'),
    whole('depth 10,000, not closed', '{"a":'.repeat(10_000), 'not-json'),
    whole('doubled name', good().replace('"sentAt"', '"sentAt":1,"sentAt"'), 'duplicate-key'),
    edited('doubled name in a pass', '"seq":1', '"seq":2,"seq":1', 'duplicate-key'),
    edited('__proto__', '"seq":1', '"seq":1,"__proto__":{"verdict":"admit"}', 'forbidden-key'),
    edited('lone surrogate', 'SECRET', '\\ud800', 'lone-surrogate'),
    edited('1e999', '35.12', '1e999', 'number-out-of-range'),
    edited('NaN', '35.12', 'NaN', 'not-json'),
    whole('null', 'null', 'bad-envelope'),
    whole('a list', '[]', 'bad-envelope'),
    whole('no passes', JSON.stringify({ sentAt: passesOf().sentAt }), 'bad-envelope', 'passes'),
    whole('an empty list', JSON.stringify(passesOf()), 'bad-envelope', 'passes'),
    whole('500 passes', JSON.stringify(passesOf(...Array.from({ length: 500 }, () => 1))), 'bad-envelope', 'passes'),
    whole('sentAt is no time', JSON.stringify({ ...passesOf(passOf()), sentAt: 'now' }), 'bad-envelope', 'sentAt'),
    whole('a pass that is a number', JSON.stringify(passesOf(1)), 'bad-pass'),
    whole('a pass that is null', JSON.stringify(passesOf(null)), 'bad-pass'),
    changed('12 °C', { skinC: 12 }, 'bad-pass', 'skinC'),
    changed('99 °C', { skinC: 99 }, 'bad-pass', 'skinC'),
    changed('thousandths of a degree', { skinC: 36.123 }, 'bad-pass', 'skinC'),
    changed('temperature as text', { skinC: '36.1' }, 'bad-pass', 'skinC'),
    changed('year 1970', { at: '1970-01-01T00:00:00.000Z' }, 'implausible-time', 'at'),
    changed('year 2099', { at: '2099-01-01T00:00:00.000Z' }, 'implausible-time', 'at'),
    changed('30 February', { at: '2026-02-30T00:00:00.000Z' }, 'bad-pass', 'at'),
    changed('month 13', { at: '2026-13-01T00:00:00.000Z' }, 'bad-pass', 'at'),
    changed('no sequence number', { seq: undefined }, 'bad-pass', 'seq'),
    changed('sequence number 0', { seq: 0 }, 'bad-pass', 'seq'),
    changed('sequence number 1.5', { seq: 1.5 }, 'bad-pass', 'seq'),
    changed('epoch with a key separator', { epoch: 'abc#defgh' }, 'bad-pass', 'epoch'),
    changed('unknown verdict', { verdict: 'maybe' }, 'bad-pass', 'verdict'),
    changed('a code too long', { code: { form: 'hc1', text: 'A'.repeat(5_000) } }, 'bad-pass', 'code.text'),
    changed('a code that is a text', { code: 'GH1:…' }, 'bad-pass', 'code'),
  ];
}
