import type { Expression, SelectItem, Statement } from '../../../../local/iot-sql/ast.ts';

/** Writes a tree as SQL, with parentheses around everything that has parts. */
export function printStatement({ items, topicFilter, where }: Statement): string {
  const from = topicFilter === undefined ? '' : ` FROM '${topicFilter}'`;
  const condition = where === undefined ? '' : ` WHERE ${print(where)}`;
  return `SELECT ${items.map(printItem).join(', ')}${from}${condition}`;
}

function printItem(item: SelectItem): string {
  return item.kind === 'all' ? '*' : `${print(item.expression)} AS ${item.name}`;
}

function print(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return printLiteral(expression.value);
    case 'path':
      return expression.keys.join('.');
    case 'payload':
      return '*';
    case 'call':
      return `${expression.name}(${expression.arguments.map(print).join(', ')})`;
    case 'not':
      return `(NOT ${print(expression.operand)})`;
    case 'binary':
      return `(${print(expression.left)} ${expression.operator} ${print(expression.right)})`;
    case 'in':
      return `(${print(expression.operand)} IN (${expression.candidates.map(print).join(', ')}))`;
  }
}

function printLiteral(value: null | boolean | number | string): string {
  if (typeof value !== 'string') return String(value);
  return value.includes("'") ? `"${value}"` : `'${value}'`;
}
