import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { PassKey } from '../../domain/pass-key.ts';
import type { Retry } from './retry.ts';

/**
 * A pass in which a believed code let somebody through; its keys say when, at which gate and in which community. What
 * a guard wrote down is no such code: two people of a household may be at two gates at once.
 */
export interface PassToLookInto extends PassKey {
  /** Pseudonym of the person, as the index of `passes` has it. */
  subject: string;
  direction: 'in' | 'out' | 'unknown';
  /** Pseudonym of the code itself, when it is for one use only. */
  tokenUse?: string | undefined;
}

/** Hands stored passes to `findings`, which looks into them in its own time; nothing happens when there are none. */
export type TellFindings = (passes: readonly PassToLookInto[], retry: Retry) => Promise<void>;

/**
 * One asynchronous invocation for a message: it returns when Lambda has taken the event, and from then on it is for
 * Lambda's retries and the failures queue to bring it through.
 */
export function createTellFindings(client: LambdaClient, functionName: string): TellFindings {
  return async (passes, retry) => {
    if (passes.length === 0) return;
    const command = new InvokeCommand({
      FunctionName: functionName,
      InvocationType: 'Event',
      Payload: Buffer.from(JSON.stringify({ passes })),
    });
    await retry(() => client.send(command));
  };
}
