import { type Path, type Report, writePath } from './problems.ts';

/** What `Ref` and `Fn::GetAtt` may name; undefined for what the template does not have. */
export interface Scope {
  ref(name: string): string | undefined;
  attribute(logicalId: string, attribute: string): string | undefined;
}

export interface Resolution {
  value: unknown;
  /** Where something could not be resolved; each is already reported. */
  unresolved: Path[];
}

/** Stands where an intrinsic could not be resolved, so that the rest can still be read and reported. */
const unresolvedText = 'unresolved';

/**
 * Replaces every intrinsic function in a value by what it means here. CloudFormation writes one as an object with a
 * single key; such an object that is not known, or has a sibling, is refused.
 */
export function resolveIntrinsics(value: unknown, scope: Scope, report: Report): Resolution {
  const unresolved: Path[] = [];
  const refuse: Refuse = (path, message) => {
    unresolved.push(path);
    const at = path.length === 0 ? '' : `property ${writePath(path)}: `;
    report.problems.add(report.where, `${at}${message}`);
    return unresolvedText;
  };
  return { value: resolve(value, [], { scope, refuse }), unresolved };
}

type Refuse = (path: Path, message: string) => string;

interface Resolving {
  scope: Scope;
  refuse: Refuse;
}

type Intrinsic = (argument: unknown, path: Path, resolving: Resolving) => unknown;

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: resolveRef,
  'Fn::GetAtt': resolveGetAtt,
  'Fn::Join': resolveJoin,
  'Fn::Sub': resolveSub,
};

function resolve(value: unknown, path: Path, resolving: Resolving): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((element, index) => resolve(element, [...path, index], resolving));
  const keys = Object.keys(value);
  const name = keys.find((key) => key === 'Ref' || key.startsWith('Fn::'));
  if (name === undefined) {
    return Object.fromEntries(keys.map((key) => [key, resolve(Reflect.get(value, key), [...path, key], resolving)]));
  }
  const intrinsic = Object.hasOwn(intrinsics, name) ? intrinsics[name] : undefined;
  if (intrinsic === undefined) return resolving.refuse(path, `intrinsic ${name} is not known to the local runtime`);
  const sibling = keys.find((key) => key !== name);
  if (sibling !== undefined) return resolving.refuse(path, `intrinsic ${name} stands beside ${sibling}`);
  return intrinsic(Reflect.get(value, name), path, resolving);
}

function resolveRef(argument: unknown, path: Path, { scope, refuse }: Resolving): string {
  if (typeof argument !== 'string') return refuse(path, 'Ref takes a name');
  return scope.ref(argument) ?? refuse(path, `Ref ${argument} names nothing that the local runtime knows`);
}

function resolveGetAtt(argument: unknown, path: Path, { scope, refuse }: Resolving): string {
  const [logicalId, attribute, ...more] = Array.isArray(argument) ? argument : [];
  if (typeof logicalId !== 'string' || typeof attribute !== 'string' || more.length > 0) {
    return refuse(path, 'Fn::GetAtt takes a list of a logical id and an attribute');
  }
  const value = scope.attribute(logicalId, attribute);
  return value ?? refuse(path, `Fn::GetAtt ${logicalId}.${attribute} names nothing that the local runtime knows`);
}

function resolveJoin(argument: unknown, path: Path, resolving: Resolving): string {
  const [separator, parts, ...more] = Array.isArray(argument) ? argument : [];
  const resolved = resolve(parts, path, resolving);
  if (typeof separator !== 'string' || !isListOfText(resolved) || more.length > 0) {
    return resolving.refuse(path, 'Fn::Join takes a separator and a list of text');
  }
  return resolved.join(separator);
}

function isListOfText(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((element) => typeof element === 'string');
}

function resolveSub(argument: unknown, path: Path, resolving: Resolving): string {
  if (typeof argument !== 'string')
    return resolving.refuse(path, 'Fn::Sub is known with a text only, without variables');
  return substitute(argument, resolving.scope, (message) => resolving.refuse(path, message));
}

/**
 * Puts values in place of `${Name}` and `${Name.Attribute}`; `${!Name}` is the text `${Name}`.
 * Asset manifests use the same notation for pseudo parameters.
 */
export function substitute(text: string, scope: Scope, refuse: (message: string) => string): string {
  return text.replaceAll(/\$\{([^}]*)\}/g, (whole, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    const [logicalId = '', ...attribute] = name.split('.');
    const value = attribute.length === 0 ? scope.ref(name) : scope.attribute(logicalId, attribute.join('.'));
    return value ?? refuse(`${whole} names nothing that the local runtime knows`);
  });
}
