/** The process of an execution environment: loads the handler once, then calls it for one invocation after another. */
import { flushCompileCache } from 'node:module';
import { Worker } from 'node:worker_threads';
import { lambdaLimits } from '../../limits.ts';
import type { InvocationRequest, SandboxReport, SandboxSetup } from '../protocol.ts';
import { captureConsole } from './console.ts';
import { contextFor } from './context.ts';
import { errorPayload } from './failure.ts';
import { type Handler, InitError, loadHandler } from './handler.ts';

const setup: SandboxSetup = JSON.parse(process.argv[2] ?? '');
let requestId: string | undefined;
const report = hideChannel();
hideOurTraces();
captureConsole(() => requestId);
process.on('uncaughtException', (error) => end(error));
process.on('unhandledRejection', (reason) => end(reason, 'Runtime.UnhandledPromiseRejection'));
process.on('disconnect', () => process.exit());
new Worker(new URL('./watchdog.ts', import.meta.url), { workerData: process.ppid, env: {} }).unref();
await serve();

async function serve(): Promise<void> {
  let handler: Handler;
  try {
    handler = await loadHandler(setup.codeDirectory, setup.handler);
  } catch (error) {
    end(error, error instanceof InitError ? error.errorType : undefined);
    return;
  }
  let before = performance.eventLoopUtilization();
  process.on('message', async (request: unknown) => {
    if (!isRequest(request)) return;
    requestId = request.requestId;
    process.env['_X_AMZN_TRACE_ID'] = traceOf(requestId);
    const outcome = await outcomeOf(handler, request.event, contextFor(setup, requestId));
    const total = performance.eventLoopUtilization();
    const { utilization: utilisation } = performance.eventLoopUtilization(total, before);
    before = total;
    report({ kind: 'result', ...outcome, utilisation });
  });
  report({ kind: 'ready' });
  // The process is mostly ended from outside, where nothing is written any more.
  flushCompileCache();
}

/** Takes the channel to the runtime away from the handler's sight: libraries behave differently in a forked process. */
function hideChannel(): (message: SandboxReport, done?: () => void) => void {
  const send = process.send?.bind(process);
  delete process.send;
  return (message, done) => send?.(message, undefined, undefined, done);
}

function hideOurTraces(): void {
  process.argv.splice(2);
  delete process.env['NODE_COMPILE_CACHE'];
}

/** Says why and ends the process, as Lambda's runtime does when it cannot go on. */
function end(thrown: unknown, errorType?: string): void {
  report({ kind: 'fatal', payload: errorPayload(thrown, errorType) }, () => process.exit(1));
}

function isRequest(message: unknown): message is InvocationRequest {
  return typeof message === 'object' && message !== null && 'requestId' in message && 'event' in message;
}

async function outcomeOf(
  handler: Handler,
  event: string,
  context: object,
): Promise<{ payload: string; failed: boolean }> {
  try {
    const payload = toJson(await handler(JSON.parse(event), context));
    if (Buffer.byteLength(payload) <= lambdaLimits.responseMaxBytes) return { payload, failed: false };
    const error = new Error(
      `Response payload size exceeded maximum allowed payload size (${lambdaLimits.responseMaxBytes} bytes).`,
    );
    return { payload: errorPayload(error, 'Function.ResponseSizeTooLarge'), failed: true };
  } catch (error) {
    return { payload: errorPayload(error), failed: true };
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
function traceOf(id: string): string {
  const hex = id.replaceAll('-', '');
  return `Root=1-${hex.slice(0, 8)}-${hex.slice(8)};Parent=${hex.slice(16)};Sampled=0`;
}
