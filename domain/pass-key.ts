import canonicalize from 'canonicalize';
import { GatehouseError } from './errors.ts';
import { wireLimits } from './limits/wire.ts';
import { localDay } from './local-day.ts';
import type { Pass } from './messages/pass.ts';

/** Where a pass is stored. Writing the same pass again writes the same item. */
export interface PassKey {
  /** `community#day`, the day in the community's time zone. */
  pk: string;
  /** `time#gate#epoch#seq#digest`: other content under an old number becomes a second item, evidence of it. */
  sk: string;
}

/**
 * The text that a pass's digest is taken over: canonical JSON (RFC 8785) of the pass as sent, unknown fields
 * included, with the code's text replaced by its keyed pseudonym. A plain hash over a short code could be tried
 * out by anybody who sees a key (law 6).
 * @param sent the pass as parsed from the message, before zod took anything away.
 */
export function canonicalPass(sent: object, codePseudonym: string | undefined): string {
  const code: unknown = Reflect.get(sent, 'code');
  const stripped =
    codePseudonym !== undefined && typeof code === 'object'
      ? { ...sent, code: { ...code, text: codePseudonym } }
      : sent;
  const text = canonicalize(stripped);
  if (text === undefined) throw new TypeError('a pass is a JSON object');
  return text;
}

/** Partition of a community's passes of one day. @param day `YYYY-MM-DD` in the community's time zone. */
export function passesOf(community: string, day: string): string {
  return `${community}#${day}`;
}

/** @param digest base64url of `canonicalPass`, hashed; @param timeZone IANA name of the community's zone. */
export function passKey(
  place: { community: string; gate: string },
  pass: Pass,
  digest: string,
  timeZone: string,
): PassKey {
  const day = localDay(Date.parse(pass.at), timeZone);
  const seq = String(pass.seq).padStart(wireLimits.seqDigits, '0');
  return {
    pk: passesOf(place.community, day),
    sk: [pass.at, place.gate, pass.epoch, seq, digest].join('#'),
  };
}

/** The digest of a pass, as its key has it. */
export function digestIn({ sk }: PassKey): string {
  return sk.slice(sk.lastIndexOf('#') + 1);
}

/** A pass, as much as its key says of it. In order of `sk`, passes are in order of their own time. */
export interface KeyedPass extends PassKey {
  community: string;
  gate: string;
  epoch: string;
  seq: number;
  atMs: number;
}

/** @throws GatehouseError for what is no key of a pass. */
export function readPassKey({ pk, sk }: PassKey): KeyedPass {
  const [community, day] = pk.split('#');
  const [at = '', gate, epoch, seq, digest] = sk.split('#');
  const keyed = { atMs: Date.parse(at), seq: Number(seq) };
  if (!community || !day || !gate || !epoch || !digest || Number.isNaN(keyed.atMs + keyed.seq)) {
    throw new GatehouseError('This is no key of a pass.');
  }
  return { pk, sk, community, gate, epoch, ...keyed };
}
