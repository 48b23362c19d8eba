import { UsageError } from '../../domain/errors.ts';
import { compile, type Evaluator, readsDocument } from './compile.ts';
import { createScope, type Scope, type SqlMessage } from './scope.ts';
import { compileSelect, type Selection } from './select.ts';
import { parseStatement } from './statement.ts';

/** The only version of AWS IoT SQL that the local runtime evaluates. */
const sqlVersion = '2016-03-23';

/** A statement, read and compiled. */
export interface Rule {
  /** Absent: only Basic Ingest reaches the rule. */
  topicFilter: string | undefined;
  where: Evaluator | undefined;
  whereReadsDocument: boolean;
  select: (scope: Scope) => Selection;
}

/**
 * What a statement makes of a message. `output` is a Buffer when the payload is handed on as raw bytes, else JSON.
 * `failed` is AWS' SQL error: logged, no action runs, and the error action does not either.
 */
export type Evaluation = { matched: true; output: unknown } | { matched: false } | { failed: string };

/**
 * Reads the SQL of a rule.
 * @throws UsageError, one line, for whatever the local runtime would not evaluate as AWS does.
 */
export function parseRule(sql: string, version: string): Rule {
  if (version !== sqlVersion) {
    throw new UsageError(`IoT SQL version ${JSON.stringify(version)} is not supported: set it to "${sqlVersion}".`);
  }
  const { items, topicFilter, where } = parseStatement(sql);
  return {
    topicFilter,
    where: where && compile(where),
    whereReadsDocument: where !== undefined && readsDocument(where),
    select: compileSelect(items),
  };
}

/** Never throws. WHERE is evaluated first and must be true: Undefined is not enough. */
export function evaluate(rule: Rule, message: SqlMessage): Evaluation {
  const scope = createScope(message);
  if (rule.where !== undefined) {
    const document = rule.whereReadsDocument ? scope.document() : undefined;
    if (document?.kind === 'beyond') return { failed: `the payload has ${document.reason}` };
    if (rule.where(scope) !== true) return { matched: false };
  }
  const selection = rule.select(scope);
  return 'failed' in selection ? selection : { matched: true, output: selection.output };
}
