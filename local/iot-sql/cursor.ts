import { iotSqlLimits } from '../limits.ts';
import type { BinaryOperator } from './ast.ts';
import type { Token } from './lexer.ts';
import { quoted, refuse } from './refuse.ts';

/** The parser's place in the tokens. Keywords are matched whatever their case, as AWS does. */
export interface Cursor {
  /** The token to be read next; at the end, again and again the end. */
  peek(): Token;
  next(): Token;
  /** Whether the token to be read next is this word, in upper case, or this symbol. */
  isNext(text: string): boolean;
  /** Reads the next token if it is one of these. */
  takeSymbol<Text extends Punctuation>(...symbols: Text[]): Text | undefined;
  takeKeyword<Text extends Keyword>(...keywords: Text[]): Text | undefined;
  expectSymbol(symbol: Punctuation): void;
  /** Refuses the token to be read next. */
  refuseNext(expected: string): never;
  /** Runs a parser one level deeper and refuses a statement that nests too deep for the stack. */
  nested<T>(parse: () => T): T;
}

const keywords = ['SELECT', 'FROM', 'WHERE', 'AS', 'AND', 'OR', 'NOT', 'IN', 'NULL', 'TRUE', 'FALSE'] as const;
type Keyword = (typeof keywords)[number];
type Punctuation = BinaryOperator | '(' | ')' | ',' | '.';

/** Words that mean something in AWS IoT SQL, and nothing that the local runtime does. */
const unsupportedWords = ['CASE', 'WHEN', 'THEN', 'ELSE', 'END', 'CAST', 'EXISTS', 'SET', 'JOIN', 'GROUP', 'ORDER'];

const reserved: ReadonlySet<string> = new Set([...keywords, ...unsupportedWords]);

/** Whether a word can not be the name of a key. */
export function isReserved(word: string): boolean {
  return reserved.has(word.toUpperCase());
}

export function createCursor(tokens: readonly Token[]): Cursor {
  const end: Token = tokens.at(-1) ?? { kind: 'end', text: '', position: 1 };
  let index = 0;
  let depth = 0;
  const peek = () => tokens[index] ?? end;
  const next = () => {
    const token = peek();
    index += 1;
    return token;
  };
  const isNext = (wanted: string) => {
    const { kind, text } = peek();
    return kind === 'word' ? text.toUpperCase() === wanted : kind === 'symbol' && text === wanted;
  };
  const take = <Text extends string>(...wanted: readonly Text[]) => {
    const found = wanted.find(isNext);
    if (found !== undefined) index += 1;
    return found;
  };
  const refuseNext = (expected: string): never => {
    const { kind, text, position } = peek();
    if (kind === 'end') return refuse(position, `the statement ends where ${expected} should stand`);
    if (kind === 'word' && unsupportedWords.includes(text.toUpperCase())) {
      return refuse(position, `${text.toUpperCase()} is not supported by the local runtime`);
    }
    return refuse(position, `${quoted(text)} stands where ${expected} should`);
  };
  return {
    peek,
    next,
    isNext,
    takeSymbol: take,
    takeKeyword: take,
    expectSymbol: (text) => {
      if (take(text) === undefined) refuseNext(`"${text}"`);
    },
    refuseNext,
    nested: (parse) => {
      depth += 1;
      if (depth > iotSqlLimits.nestingMax) refuse(peek().position, `nested deeper than ${iotSqlLimits.nestingMax}`);
      const result = parse();
      depth -= 1;
      return result;
    },
  };
}
