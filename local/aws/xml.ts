export type XmlValue = string | number | boolean | XmlValue[] | { [name: string]: XmlValue | undefined };

/** Writes a value as the XML of the query protocol; a list becomes `<member>` elements. */
export function xmlElement(name: string, value: XmlValue): string {
  return `<${name}>${content(value)}</${name}>`;
}

function content(value: XmlValue): string {
  if (Array.isArray(value)) return value.map((member) => xmlElement('member', member)).join('');
  if (typeof value !== 'object') return escaped(String(value));
  return Object.entries(value)
    .map(([name, child]) => (child === undefined ? '' : xmlElement(name, child)))
    .join('');
}

// Control characters that XML 1.0 cannot carry, not even as a reference; tab, newline and return can.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const special = /[&<>"\r\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const references: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#xD;' };

function escaped(text: string): string {
  return text.replace(special, (character) => references[character] ?? '\ufffd');
}
