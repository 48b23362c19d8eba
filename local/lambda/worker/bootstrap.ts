/** Runs inside the worker thread of an execution environment: loads the handler once, then calls it again and again. */
import { enableCompileCache, flushCompileCache } from 'node:module';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { lambdaLimits } from '../../limits.ts';
import type { InvocationRequest, WorkerReport, WorkerSetup } from '../protocol.ts';
import { contextFor } from './context.ts';
import { errorPayload } from './failure.ts';
import { type Handler, InitError, loadHandler } from './handler.ts';
import { captureOutput } from './output.ts';

if (parentPort) await run(parentPort, workerData);

async function run(port: MessagePort, setup: WorkerSetup): Promise<void> {
  const report = (message: WorkerReport) => port.postMessage(message);
  const output = captureOutput((requestId, line) => report({ kind: 'log', requestId, line }));
  const end = (thrown: unknown, errorType?: string) => {
    report({ kind: 'fatal', payload: errorPayload(thrown, errorType) });
    process.exit(1);
  };
  process.on('uncaughtException', (error) => end(error));
  process.on('unhandledRejection', (reason) => end(reason, 'Runtime.UnhandledPromiseRejection'));

  if (setup.compileCacheFolder !== undefined) enableCompileCache(setup.compileCacheFolder);
  let handler: Handler;
  try {
    handler = await loadHandler(setup.codeDirectory, setup.handler);
  } catch (error) {
    end(error, error instanceof InitError ? error.errorType : undefined);
    return;
  }
  port.on('message', async ({ requestId, event }: InvocationRequest) => {
    output.begin(requestId);
    process.env['_X_AMZN_TRACE_ID'] = traceOf(requestId);
    report(await outcomeOf(handler, event, contextFor(setup, requestId)));
  });
  report({ kind: 'ready' });
  // A worker is often ended from outside, where nothing is written any more.
  if (setup.compileCacheFolder !== undefined) flushCompileCache();
}

async function outcomeOf(handler: Handler, event: string, context: object): Promise<WorkerReport> {
  try {
    const payload = toJson(await handler(JSON.parse(event), context));
    const bytes = Buffer.byteLength(payload);
    if (bytes <= lambdaLimits.responseMaxBytes) return { kind: 'result', payload, failed: false };
    const error = new Error(
      `Response payload size exceeded maximum allowed payload size (${lambdaLimits.responseMaxBytes} bytes).`,
    );
    return { kind: 'result', payload: errorPayload(error, 'Function.ResponseSizeTooLarge'), failed: true };
  } catch (error) {
    return { kind: 'result', payload: errorPayload(error), failed: true };
  }
}

function toJson(result: unknown): string {
  try {
    // Functions and symbols have no JSON either: they come out as nothing, and nothing is `null`.
    return JSON.stringify(result) ?? 'null';
  } catch (cause) {
    throw new Error('Unable to stringify response body', { cause });
  }
}

/** A trace header of the right form, not sampled: there is no X-Ray here. */
function traceOf(requestId: string): string {
  const hex = requestId.replaceAll('-', '');
  return `Root=1-${hex.slice(0, 8)}-${hex.slice(8)};Parent=${hex.slice(16)};Sampled=0`;
}
