import type * as z from 'zod';
import type { Place } from '../policy/arn.ts';

/** Where the stack is said to live, and the ports that stand in URLs of its resources. */
export interface StackPlace extends Place {
  /** Of the AWS endpoints: queue URLs contain it. */
  awsPort: number;
  /** Of the HTTP API and the user pools: their endpoints and issuers contain it. */
  httpPort: number;
}

/** What other resources may say of one: its `Ref` and its attributes for `Fn::GetAtt`. */
export interface Identity {
  ref: string;
  /** What `Fn::GetAtt … Arn` gives. */
  arn?: string;
  /** Further attributes. */
  attributes?: Readonly<Record<string, string>>;
}

/**
 * One type of resource: which properties the local runtime acts on, and what `Ref` and `Fn::GetAtt` give. A file in
 * `resources/` for each; properties without a local meaning stand in no-local-meaning.ts and not in the schema.
 */
export interface ResourceType<Schema extends z.ZodType = z.ZodType, Id extends Identity = Identity> {
  readonly type: string;
  readonly name: {
    /** The property that may give the name; without it, the name is made of the stack's and the logical id. */
    readonly property?: string;
    readonly pattern: RegExp;
    readonly lengthMax: number;
    readonly separator: '-' | '_';
  };
  identify(name: string, place: StackPlace): Id;
  /** The properties that are acted on, and no other. */
  readonly schema: Schema;
}

/** Declares a resource type; the call is there for the inference of its schema and its identity. */
export function resourceType<Schema extends z.ZodType, Id extends Identity>(
  type: ResourceType<Schema, Id>,
): ResourceType<Schema, Id> {
  return type;
}

/** The usual characters of names on AWS. */
const plainName = /^[A-Za-z0-9_.-]+$/;

/** How most resources are named: by a property, in the usual characters. */
export function namedBy(property: string, lengthMax: number): ResourceType['name'] {
  return { property, pattern: plainName, lengthMax, separator: '-' };
}

/** For resources that nothing refers to by name. */
export const nameless: ResourceType['name'] = { pattern: plainName, lengthMax: 255, separator: '-' };
