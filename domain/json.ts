/** JSON as a value; undefined for text that is none, for schemas to refuse. For messages of the wire: `parseIJson`. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
