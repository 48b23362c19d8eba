import { isNativeError } from 'node:util/types';
import { lambdaLimits } from '../../limits.ts';
import type { ErrorPayload } from '../protocol.ts';

/** What Lambda makes of a thrown value, as JSON text. Survives values whose properties throw, and bounds their size. */
export function errorPayload(thrown: unknown, errorType?: string): string {
  return JSON.stringify(describe(thrown, errorType));
}

function describe(thrown: unknown, errorType: string | undefined): ErrorPayload {
  try {
    if (isErrorLike(thrown)) {
      return {
        errorType: errorType ?? bounded(String(thrown.name)),
        errorMessage: bounded(String(thrown.message)),
        trace: bounded(String(thrown.stack ?? '')).split('\n'),
      };
    }
    return { errorType: errorType ?? typeof thrown, errorMessage: bounded(String(thrown)), trace: [] };
  } catch {
    return { errorType: errorType ?? 'Error', errorMessage: 'The thrown value cannot be described.', trace: [] };
  }
}

function isErrorLike(thrown: unknown): thrown is Error {
  return isNativeError(thrown) || thrown instanceof Error;
}

function bounded(text: string): string {
  return text.slice(0, lambdaLimits.errorTextMaxChars);
}
