import type * as z from 'zod';
import { AwsError, notSupported } from './aws-error.ts';
import { firstIssue } from './json-service.ts';
import type { AwsRequest, AwsService, Caller } from './service.ts';
import { type XmlValue, xmlElement } from './xml.ts';

/** A form of the query protocol as a tree: `Attributes.entry.1.key=x` becomes `{ Attributes: { entry: { 1: { key } } } }`. */
type Form = string | { [name: string]: Form };

export interface QueryOperation {
  /** Parses the form and runs; the result is the content of the `…Result` element. */
  run(input: unknown, caller: Caller): Promise<Record<string, XmlValue>>;
}

/** An operation of the query protocol: a parameter that `schema` does not know is refused. */
export function queryOperation<Schema extends z.ZodType>(
  schema: Schema,
  run: (input: z.infer<Schema>, caller: Caller) => Promise<Record<string, XmlValue>>,
): QueryOperation {
  return {
    run: async (input, caller) => {
      const parsed = schema.safeParse(input);
      if (!parsed.success) throw new AwsError('InvalidParameter', firstIssue(parsed.error));
      return run(parsed.data, caller);
    },
  };
}

/** A service of the AWS query protocol: a form in, XML out. */
export function queryService(options: {
  signingName: string;
  version: string;
  operations: Record<string, QueryOperation>;
}): AwsService {
  const operations = new Map(Object.entries(options.operations));
  return {
    signingName: options.signingName,
    handle: async ({ id, body }: AwsRequest, caller) => {
      const { Action, Version, ...input } = parseForm(body.toString('utf8'));
      const name = typeof Action === 'string' ? Action : '';
      const operation = operations.get(name);
      if (!operation || Version !== options.version) {
        throw notSupported(`${options.signingName}:${name.slice(0, 64) || '(no action)'}`);
      }
      const result = await operation.run(input, caller);
      const content = { [`${name}Result`]: result, ResponseMetadata: { RequestId: id } };
      return { status: 200, headers: { 'content-type': 'text/xml' }, body: xmlElement(`${name}Response`, content) };
    },
  };
}

/** @throws AwsError when a name is both a value and a group. */
function parseForm(text: string): Record<string, Form> {
  const root: Record<string, Form> = Object.create(null);
  for (const [path, value] of new URLSearchParams(text)) {
    const names = path.split('.');
    const last = names.pop() ?? '';
    let group = root;
    for (const name of names) {
      const inner: Form = group[name] ?? Object.create(null);
      if (typeof inner !== 'object') throw malformed(path);
      group[name] = inner;
      group = inner;
    }
    if (group[last] !== undefined) throw malformed(path);
    group[last] = value;
  }
  return root;
}

function malformed(path: string): AwsError {
  return new AwsError('MalformedQueryString', `The parameter ${path} is given twice.`);
}
