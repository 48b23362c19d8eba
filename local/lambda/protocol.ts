/** What the runtime and the process of an execution environment say to each other. */
import * as z from 'zod';

/** Given to the process when it starts. */
export interface SandboxSetup {
  functionName: string;
  functionArn: string;
  /** `file.export`, as Lambda writes it. */
  handler: string;
  codeDirectory: string;
  memoryMb: number;
  timeoutMs: number;
  logGroupName: string;
  logStreamName: string;
}

/** To the process: run the handler once. Event and result stay text on the runtime's side of the wire. */
export interface InvocationRequest {
  requestId: string;
  event: string;
}

/** From the process, in which foreign code runs: not to be believed unread. */
export const sandboxReport = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({
    kind: z.literal('result'),
    payload: z.string(),
    failed: z.boolean(),
    /** Part of the time since the last result in which it computed and did not wait, 0 to 1. */
    utilisation: z.number(),
  }),
  /** The process cannot go on and ends itself after this; `payload` is what a caller gets. */
  z.object({ kind: z.literal('fatal'), payload: z.string() }),
]);
export type SandboxReport = z.infer<typeof sandboxReport>;

/** How an invocation ended: the handler's result, or Lambda's error object, as JSON text. */
export interface Outcome {
  payload: string;
  functionError?: 'Unhandled';
}

/** Lambda's error object. */
export interface ErrorPayload {
  errorType: string;
  errorMessage: string;
  trace?: string[];
}
