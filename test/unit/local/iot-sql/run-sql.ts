import { type Evaluation, evaluate, parseRule } from '../../../../local/iot-sql/rule.ts';
import type { SqlMessage } from '../../../../local/iot-sql/scope.ts';

export const sqlVersion = '2016-03-23';

/** A published message; what is not given does not matter to the test. */
export function message(payload: string | Buffer, rest: Partial<SqlMessage> = {}): SqlMessage {
  return {
    topic: 'a/b',
    payload: typeof payload === 'string' ? Buffer.from(payload) : payload,
    clientId: 'gate-7',
    principal: 'ba67293af50bf2506f5f93469686da660c7c844e7b3950bfb16813e0d31e9373',
    receivedAt: 1_481_825_251_155,
    newUuid: () => '123a4567-b89c-12d3-e456-789012345000',
    ...rest,
  };
}

export function runSql(sql: string, payload: string | Buffer, rest?: Partial<SqlMessage>): Evaluation {
  return evaluate(parseRule(sql, sqlVersion), message(payload, rest));
}

/** What an expression gives: its value, or undefined when AWS' Undefined leaves it out. */
export function valueFrom(expression: string, payload = '{}', rest?: Partial<SqlMessage>): unknown {
  const evaluation = runSql(`SELECT ${expression} AS x FROM 'a/b'`, payload, rest);
  if (!('output' in evaluation)) throw new Error(`${expression}: ${JSON.stringify(evaluation)}`);
  const { x } = Object(evaluation.output);
  return x;
}
