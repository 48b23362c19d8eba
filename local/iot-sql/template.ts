import { compile, type Evaluator, readsDocument } from './compile.ts';
import { createCursor } from './cursor.ts';
import { parseExpression } from './expressions.ts';
import { tokenize } from './lexer.ts';
import { refuse } from './refuse.ts';
import { createScope, type SqlMessage } from './scope.ts';
import { toText } from './values.ts';

/** A parameter of an action in which `${expression}` stands for a value, read and compiled. */
export interface Template {
  parts: readonly (string | Evaluator)[];
  readsDocument: boolean;
}

/** A string in quotes, in which a brace ends nothing, or any other character of an expression. */
const substitution = /\$\{((?:'[^']*'|"[^"]*"|[^'"}])*)\}/g;

/**
 * Reads a substitution template.
 * https://docs.aws.amazon.com/iot/latest/developerguide/iot-substitution-templates.html
 * @throws UsageError
 */
export function parseTemplate(text: string): Template {
  const parts: (string | Evaluator)[] = [];
  let needsJson = false;
  let end = 0;
  for (const { index, 0: whole, 1: source = '' } of text.matchAll(substitution)) {
    parts.push(literal(text, end, index));
    const expression = parseWhole(source, index + '${'.length);
    needsJson ||= readsDocument(expression);
    parts.push(compile(expression));
    end = index + whole.length;
  }
  parts.push(literal(text, end, text.length));
  return { parts, readsDocument: needsJson };
}

function literal(text: string, start: number, end: number): string {
  const part = text.slice(start, end);
  const open = part.indexOf('${');
  if (open >= 0) refuse(start + open + 1, 'the substitution template has no end');
  return part;
}

function parseWhole(source: string, offset: number) {
  const cursor = createCursor(tokenize(source, offset));
  const expression = parseExpression(cursor);
  if (cursor.peek().kind !== 'end') cursor.refuseNext('the end of the expression');
  return expression;
}

/** Fills a template in from the message as it came, not from what SELECT made of it. Undefined is an empty string. */
export function render(template: Template, message: SqlMessage): { text: string } | { failed: string } {
  const scope = createScope(message);
  const document = template.readsDocument ? scope.document() : undefined;
  if (document?.kind === 'beyond') return { failed: `the payload has ${document.reason}` };
  return {
    text: template.parts.map((part) => (typeof part === 'string' ? part : (toText(part(scope)) ?? ''))).join(''),
  };
}
