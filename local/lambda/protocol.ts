/** What the runtime and the worker thread of an execution environment say to each other. */

/** Given to a worker when it starts. */
export interface WorkerSetup {
  functionName: string;
  functionArn: string;
  /** `file.export`, as Lambda writes it. */
  handler: string;
  codeDirectory: string;
  memoryMb: number;
  timeoutMs: number;
  logGroupName: string;
  logStreamName: string;
  /** Where compiled code is kept between starts; absent: nowhere. */
  compileCacheFolder?: string;
}

/** To the worker: run the handler once. Event and result stay text on the runtime's side of the wire. */
export interface InvocationRequest {
  requestId: string;
  event: string;
}

/** From the worker. */
export type WorkerReport =
  | { kind: 'ready' }
  | { kind: 'result'; payload: string; failed: boolean }
  /** The worker cannot go on and ends itself after this; `payload` is what a caller gets. */
  | { kind: 'fatal'; payload: string }
  | { kind: 'log'; requestId: string; line: string };

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
