import type { JsonFault } from '../../domain/i-json.ts';

/** Why something was not taken in: few and fixed, since metrics count by it. */
export type QuarantineReason =
  | JsonFault
  | 'too-large'
  | 'not-a-gate-topic'
  | 'foreign-sender'
  | 'gate-disabled'
  | 'unknown-gate'
  /** The message as a whole is not of its channel's form. */
  | 'bad-envelope'
  /** One pass of a message is not of the form of a pass. */
  | 'bad-pass'
  /** Too long ago or too far ahead to be evidence of anything. */
  | 'implausible-time'
  /** DynamoDB refuses the item. */
  | 'not-storable';

/** A message or a pass that goes to quarantine. */
export interface Rejected {
  reason: QuarantineReason;
  /** Which field is wrong; its name in the contract, never its content. */
  field?: string;
  /** Epoch and number of the pass, as far as they can be read. */
  epoch?: string;
  seq?: number;
  bytes: Uint8Array;
}
