/**
 * The one base class of what Gatehouse throws. Something expected (a refused code, a malformed message) is a
 * returned value, never a throw; what is thrown names itself, so that a handler can tell one from another.
 */
export class GatehouseError extends Error {
  override readonly name: string = 'GatehouseError';
}

/** Somebody asked for what cannot be done: commands print the message as one line and exit with 2. */
export class UsageError extends GatehouseError {
  override readonly name = 'UsageError';
}
