import type * as z from 'zod';
import { AwsError, notSupported } from './aws-error.ts';
import { jsonContentType } from './protocol.ts';
import type { AwsService, Caller } from './service.ts';

export interface JsonOperation {
  /** Parses the request and runs it; the result is the response's JSON. */
  run(input: unknown, caller: Caller, signal: AbortSignal): Promise<object>;
}

/** An operation of the JSON protocol: its input is parsed (a parameter that `schema` does not know is refused), then run. */
export function jsonOperation<Schema extends z.ZodType>(
  schema: Schema,
  run: (input: z.infer<Schema>, caller: Caller, signal: AbortSignal) => Promise<object> | object,
): JsonOperation {
  return {
    run: async (input, caller, signal) => {
      const parsed = schema.safeParse(input);
      if (!parsed.success) throw new AwsError('ValidationException', firstIssue(parsed.error));
      return run(parsed.data, caller, signal);
    },
  };
}

/** A service of the AWS JSON protocol: `X-Amz-Target: {prefix}.{operation}`. */
export function jsonService(options: {
  signingName: string;
  targetPrefix: string;
  operations: Record<string, JsonOperation>;
}): AwsService {
  const operations = new Map(Object.entries(options.operations));
  return {
    signingName: options.signingName,
    handle: async ({ headers, body, signal }, caller) => {
      const target = String(headers['x-amz-target'] ?? '');
      const name = target.slice(target.lastIndexOf('.') + 1);
      const operation = target === `${options.targetPrefix}.${name}` ? operations.get(name) : undefined;
      if (!operation) throw notSupported(`${options.signingName}:${name.slice(0, 64) || '(no operation)'}`);
      const result = await operation.run(jsonOf(body), caller, signal);
      return { status: 200, headers: { 'content-type': jsonContentType(headers) }, body: JSON.stringify(result) };
    },
  };
}

function jsonOf(body: Buffer): unknown {
  try {
    return body.length === 0 ? {} : JSON.parse(body.toString('utf8'));
  } catch {
    throw new AwsError('SerializationException', 'The body is no JSON.');
  }
}

/** One line that names the parameter, e.g. `QueueUrl: Invalid input: expected string, received undefined`. */
export function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue ? `${issue.path.join('.') || 'request'}: ${issue.message}` : 'The request is not valid.';
}
