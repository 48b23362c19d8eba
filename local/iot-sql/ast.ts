import type { FunctionName } from './functions.ts';

/** The parts of AWS IoT SQL that the local runtime reads. A tree holds nothing that it could not evaluate. */
export type Expression =
  | { kind: 'literal'; value: null | boolean | number | string }
  /** `a.b.c` into the JSON payload; never empty. */
  | { kind: 'path'; keys: readonly string[] }
  /** `*` as an argument: the payload's bytes, whatever they are. */
  | { kind: 'payload' }
  | { kind: 'call'; name: FunctionName; arguments: readonly Expression[] }
  | { kind: 'not'; operand: Expression }
  | { kind: 'binary'; operator: BinaryOperator; left: Expression; right: Expression }
  | { kind: 'in'; operand: Expression; candidates: readonly Expression[] };

export type BinaryOperator = 'AND' | 'OR' | '=' | '<>' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%';

export type SelectItem = { kind: 'all' } | { kind: 'named'; name: string; expression: Expression };

export interface Statement {
  items: readonly SelectItem[];
  /** Absent: only Basic Ingest reaches the rule. */
  topicFilter?: string;
  where?: Expression;
}
