import type { Expression, SelectItem, Statement } from './ast.ts';
import { type Cursor, createCursor, isReserved } from './cursor.ts';
import { parseExpression } from './expressions.ts';
import { tokenize } from './lexer.ts';
import { quoted, refuse } from './refuse.ts';

/**
 * Parses `SELECT … [FROM '…'] [WHERE …]`.
 * @throws UsageError for anything outside the subset, by name and position.
 */
export function parseStatement(sql: string): Statement {
  const cursor = createCursor(tokenize(sql));
  if (!cursor.takeKeyword('SELECT')) cursor.refuseNext('SELECT');
  const items = parseItems(cursor);
  const topicFilter = cursor.takeKeyword('FROM') ? parseTopicFilter(cursor) : undefined;
  const where = cursor.takeKeyword('WHERE') ? parseExpression(cursor) : undefined;
  if (cursor.peek().kind !== 'end') cursor.refuseNext(expectedAfter(topicFilter, where));
  return {
    items,
    ...(topicFilter !== undefined && { topicFilter }),
    ...(where !== undefined && { where }),
  };
}

function expectedAfter(topicFilter: string | undefined, where: Expression | undefined): string {
  if (where !== undefined) return 'the end';
  return topicFilter === undefined ? 'a comma, AS, FROM, WHERE or the end' : 'WHERE or the end';
}

function parseItems(cursor: Cursor): SelectItem[] {
  if (cursor.isNext('VALUE')) {
    refuse(
      cursor.peek().position,
      'SELECT VALUE is not supported by the local runtime (nor a first item of that name)',
    );
  }
  const names = new Set<string>();
  const items: SelectItem[] = [];
  do {
    const { position } = cursor.peek();
    const item = parseItem(cursor);
    const name = item.kind === 'all' ? '*' : item.name;
    if (names.has(name)) refuse(position, `${quoted(name)} is selected twice`);
    names.add(name);
    items.push(item);
  } while (cursor.takeSymbol(','));
  return items;
}

function parseItem(cursor: Cursor): SelectItem {
  if (cursor.takeSymbol('*')) return { kind: 'all' };
  const { position } = cursor.peek();
  const expression = parseExpression(cursor);
  if (cursor.takeKeyword('AS')) return { kind: 'named', name: parseName(cursor), expression };
  // AWS documents the name of a plain key only; what it calls a function's result or a nested key, it does not say.
  const key = expression.kind === 'path' && expression.keys.length === 1 ? expression.keys[0] : undefined;
  if (key !== undefined) return { kind: 'named', name: key, expression };
  if (!endsItem(cursor)) cursor.refuseNext('AS');
  return refuse(position, 'this item of SELECT needs a name (AS …): AWS does not document the one that it would get');
}

function endsItem(cursor: Cursor): boolean {
  return [',', 'FROM', 'WHERE'].some(cursor.isNext) || cursor.peek().kind === 'end';
}

function parseName(cursor: Cursor): string {
  const { kind, text } = cursor.peek();
  if (kind !== 'word' || isReserved(text)) cursor.refuseNext('a name');
  cursor.next();
  if (cursor.isNext('.')) refuse(cursor.peek().position, 'a nested name after AS is not supported');
  return text;
}

function parseTopicFilter(cursor: Cursor): string {
  const token = cursor.peek();
  if (token.kind !== 'string' || token.quote !== "'") cursor.refuseNext('a topic filter in single quotes');
  return cursor.next().text;
}
