import { createHash } from 'node:crypto';
import { resolveIntrinsics, type Scope } from './intrinsics.ts';
import type { Report } from './problems.ts';
import type { Identity, ResourceType, StackPlace } from './resource-type.ts';

/** Hexadecimal digits that keep two names apart when both had to be cut. */
const cutNameDigits = 8;

/** `AWS::Region` and its like, which stand for the place that the stack is said to live in. */
export function pseudoParameters(place: StackPlace): Scope {
  const values = new Map([
    ['AWS::Partition', place.partition],
    ['AWS::Region', place.region],
    ['AWS::AccountId', place.account],
    ['AWS::URLSuffix', place.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'],
  ]);
  return { ref: (name) => values.get(name), attribute: () => undefined };
}

export interface Named extends Identity {
  name: string;
}

/**
 * The name of a resource: what its name property says, else one made of the stack's name and the logical id. AWS
 * adds random characters there; here a name stays the same, so that state survives a restart.
 */
export function identify(
  resource: { logicalId: string; type: ResourceType; properties: Readonly<Record<string, unknown>> },
  stack: { name: string; place: StackPlace },
  report: Report,
): Named {
  const { type, logicalId, properties } = resource;
  const made = madeName(stack.name, logicalId, type);
  const { property, pattern, lengthMax } = type.name;
  const written = property === undefined ? undefined : properties[property];
  if (written === undefined) return { name: made, ...type.identify(made, stack.place) };
  // Names may use pseudo parameters; one made of another resource's name would make everything wait for everything.
  const { value: given, unresolved } = resolveIntrinsics(
    { [`${property}`]: written },
    pseudoParameters(stack.place),
    report,
  );
  const name = Object.values(given ?? {})[0];
  if (typeof name === 'string' && pattern.test(name) && name.length <= lengthMax) {
    return { name, ...type.identify(name, stack.place) };
  }
  if (unresolved.length === 0)
    report.problems.add(report.where, `property ${property}: ${JSON.stringify(name)} is no name`);
  return { name: made, ...type.identify(made, stack.place) };
}

function madeName(stackName: string, logicalId: string, { name: { separator, lengthMax } }: ResourceType): string {
  const name = `${stackName}${separator}${logicalId}`;
  if (name.length <= lengthMax) return name;
  const digits = createHash('sha256').update(name).digest('hex').slice(0, cutNameDigits);
  return `${name.slice(0, lengthMax - cutNameDigits - 1)}${separator}${digits}`;
}
