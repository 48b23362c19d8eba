/** Why a code is not believed: each step has its own reason, in the order in which they are looked at. */
export const refusals = {
  'too-long': 'longer than any QR code',
  context: 'does not begin with the prefix of a kind of code that is known',
  base45: 'not base45 (RFC 9285)',
  compression: 'not one whole zlib stream',
  'too-large': 'unpacks to more than a code may hold',
  cbor: 'not one well-formed CBOR item with the tags and keys that belong there',
  cose: 'not a COSE_Sign1 structure',
  'no-key-id': 'names no key',
  'unknown-key': 'signed with a key that is not on the list for this kind of code',
  algorithm: 'not signed with the algorithm of the key that it names',
  signature: 'the signature is not that of the key: forged, or damaged',
  claims: 'the claims of a CBOR Web Token are missing or of the wrong kind',
  'not-yet-valid': 'issued, or valid from, later than now',
  expired: 'no longer valid',
  schema: 'what it certifies is not in the form that it should have',
  'key-usage': 'signed with a key that may not certify this',
  'lasts-too-long': 'valid for longer than what it is shown on allows',
  revoked: 'on the list of revoked codes',
  'other-community': 'not for this community',
} as const;

export type Refusal = keyof typeof refusals;
