/**
 * Canonical JSON (RFC 8785): one text for one value, whoever writes it. ECMAScript's JSON.stringify already writes
 * strings and numbers as the RFC wants them (§3.2.2); what is left is the order of members, by UTF-16 code units
 * (§3.2.3), which is the order of `sort`.
 * @param value what JSON.parse gives.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members: string[] = [];
  for (const name of Object.keys(value).sort()) {
    const member: unknown = Reflect.get(value, name);
    members.push(`${JSON.stringify(name)}:${canonicalJson(member)}`);
  }
  return `{${members.join(',')}}`;
}
