/** Consoles that hear alerts by MQTT, and the tokens that they connect with. */
export const consoleLimits = {
  /** Of 64 bits of a digest nobody finds somebody else's. */
  clientDigestDigits: 16,
  pageCharactersMax: 32,
  /** A person of Cognito can be in 100 groups; MQTT takes 64 KB. */
  tokenCharactersMax: 8 * 1024,
  /** An answer of a custom authorizer has ten policies of 2,048 characters, one of which is for the connection. */
  filtersPerPolicyMax: 6,
  filtersMax: 54,
  /** Somebody looks this often whether a sign-in still holds; AWS takes no less. */
  refreshAfterS: 300,
  /** AWS lets a connection last no shorter: one with a token that is about to end outlives it by less than that. */
  connectionSMin: 300,
  connectionSMax: 86_400,
  /** Of one sign-in, as long as its tokens live: pages that were opened anew are new ones. */
  consolesPerSessionMax: 50,
  /** API Gateway believes an issuer's key for as long. */
  keysMaxAgeMs: 2 * 3_600_000,
  /** With a token of an unknown key they are read again, and no sooner than this. */
  keysAgainAfterMs: 60_000,
  keysFetchMs: 3_000,
  keysCharactersMax: 64 * 1024,
} as const;
