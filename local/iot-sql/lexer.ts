import { iotSqlLimits } from '../limits.ts';
import { quoted, refuse } from './refuse.ts';

export interface Token {
  kind: 'word' | 'string' | 'number' | 'symbol' | 'end';
  /** A string's value without its quotes; of anything else, what is written. */
  text: string;
  /** Of a string, the quote that it stands in. */
  quote?: string;
  /** Character of the statement, counted from 1. */
  position: number;
}

const blank = /[ \t\r\n]+/y;
const word = /[A-Za-z_][A-Za-z0-9_]*/y;
const number = /\d+(?:\.\d+)?(?:[eE]-?\d+)?/y;
const string = /'[^']*'|"[^"]*"/y;
const symbol = /<>|<=|>=|[<>=+\-*/%(),.]/y;

/** What people bring along from other dialects, and what AWS IoT SQL says to it. */
const strangers: Record<string, string> = {
  '!': 'AWS IoT SQL writes "not equal" as <>',
  '[': 'array literals are not supported by the local runtime',
  '{': 'object literals are not supported by the local runtime',
  '`': 'AWS IoT SQL has no quoted names',
  '@': 'variables (SET @name) are not supported by the local runtime',
  "'": 'a string has no end',
  '"': 'a string has no end',
};

/**
 * Splits a statement into tokens; the last one is of kind `end`.
 * Strings stand in '…' or "…"; AWS documents no escapes, so a backslash in one is refused rather than guessed at.
 * @param offset Where `source` begins in what the user wrote, for positions.
 * @throws UsageError
 */
export function tokenize(source: string, offset = 0): Token[] {
  if (source.length > iotSqlLimits.statementMaxCharacters) {
    refuse(offset + 1, `more than ${iotSqlLimits.statementMaxCharacters} characters`);
  }
  const tokens: Token[] = [];
  let index = skipBlank(source, 0);
  while (index < source.length) {
    const token = tokenAt(source, index, offset);
    tokens.push(token);
    const written = token.kind === 'string' ? token.text.length + 2 : token.text.length;
    index = skipBlank(source, index + written);
  }
  tokens.push({ kind: 'end', text: '', position: offset + index + 1 });
  return tokens;
}

function tokenAt(source: string, index: number, offset: number): Token {
  const position = offset + index + 1;
  const literal = matchAt(string, source, index);
  if (literal !== undefined) {
    if (literal.includes('\\')) refuse(position, 'a backslash in a string: AWS IoT SQL documents no escapes');
    return { kind: 'string', text: literal.slice(1, -1), quote: literal.charAt(0), position };
  }
  if (source.startsWith('--', index)) refuse(position, 'AWS IoT SQL has no comments (two minus signs need a space)');
  for (const [kind, pattern] of [
    ['word', word],
    ['number', number],
    ['symbol', symbol],
  ] as const) {
    const text = matchAt(pattern, source, index);
    if (text !== undefined) return { kind, text, position };
  }
  const character = String.fromCodePoint(source.codePointAt(index) ?? 0);
  return refuse(position, strangers[character] ?? `the character ${quoted(character)} is not part of AWS IoT SQL`);
}

function skipBlank(source: string, index: number): number {
  return index + (matchAt(blank, source, index)?.length ?? 0);
}

function matchAt(pattern: RegExp, source: string, index: number): string | undefined {
  pattern.lastIndex = index;
  return pattern.exec(source)?.[0];
}
