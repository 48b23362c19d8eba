import { GatehouseError, UsageError } from '../../domain/errors.ts';
import { evaluate, parseRule } from '../iot-sql/rule.ts';
import type { SqlMessage } from '../iot-sql/scope.ts';
import type { RulePlan } from '../template/plan.ts';
import { type Action, ActionFailed, type ActionTargets, type Outgoing, prepareAction } from './action.ts';
import { errorActionMessage } from './error-message.ts';
import type { Message } from './message.ts';
import { compileTopicFilter } from './topic-filter.ts';

/** Counted since the start; AWS has a metric for each (RuleNotFound, ParseError, Failure, ErrorActionFailure). */
export interface RuleStatistics {
  ruleNotFound: number;
  sqlErrors: number;
  actionFailures: number;
  errorActionFailures: number;
}

export interface CompiledRule {
  name: string;
  enabled: boolean;
  listensTo(topic: string): boolean;
  /** Resolves when all its actions, or its error action, have what they were given on disk. */
  run(message: Message, topic: string): Promise<void>;
}

interface Surroundings {
  targets: ActionTargets;
  log: (line: string) => void;
  newUuid: () => string;
  statistics: RuleStatistics;
}

/** Some action of a rule failed, and so did the rule's error action, or there is none: the message is in no safe place. */
class RuleFailed extends GatehouseError {
  override readonly name = 'RuleFailed';
}

/**
 * Reads and compiles a rule's SQL, topic filter and actions.
 * @throws UsageError, one line with the rule's name.
 */
export function compileRule(plan: RulePlan, surroundings: Surroundings): CompiledRule {
  const { sql, listensTo, actions, errorAction } = read(plan, surroundings.targets);
  const { log, newUuid, statistics } = surroundings;

  const run = async (message: Message, topic: string) => {
    const sqlMessage: SqlMessage = { ...message, topic, newUuid };
    const evaluation = evaluate(sql, sqlMessage);
    if ('failed' in evaluation) {
      statistics.sqlErrors += 1;
      log(`rule ${plan.name}: SQL error, no action runs: ${evaluation.failed}`);
      return;
    }
    if (!evaluation.matched) return;
    const failures = await runAll(actions, outgoing(evaluation.output), sqlMessage);
    if (failures.length > 0) await handle(failures, message, sqlMessage);
  };

  const handle = async (failures: readonly ActionFailed[], message: Message, sqlMessage: SqlMessage) => {
    statistics.actionFailures += failures.length;
    const what = failures.map(({ action, resource, message: why }) => `${action} ${resource}: ${why}`).join('; ');
    log(`rule ${plan.name}: ${what}`);
    if (errorAction === undefined) throw new RuleFailed(`Rule ${plan.name} has no error action, and ${what}`);
    const report = errorActionMessage(plan.name, message, newUuid(), failures);
    const [failure] = await runAll([errorAction], outgoing(report), sqlMessage);
    if (failure === undefined) return;
    statistics.errorActionFailures += 1;
    log(`rule ${plan.name}: error action ${failure.action} ${failure.resource}: ${failure.message}`);
    throw new RuleFailed(`Rule ${plan.name}: ${what}; its error action failed too: ${failure.message}`);
  };

  return { name: plan.name, enabled: plan.enabled, listensTo, run };
}

function read({ name, arn, sql, sqlVersion, ...plan }: RulePlan, targets: ActionTargets) {
  try {
    const rule = parseRule(sql, sqlVersion);
    return {
      sql: rule,
      listensTo: rule.topicFilter === undefined ? () => false : compileTopicFilter(rule.topicFilter),
      actions: plan.actions.map((action) => prepareAction(action, arn, targets)),
      errorAction: plan.errorAction && prepareAction(plan.errorAction, arn, targets),
    };
  } catch (cause) {
    if (!(cause instanceof UsageError)) throw cause;
    throw new UsageError(`Rule ${name}: ${cause.message}`, { cause });
  }
}

/** In parallel, and none stops another. Returns what failed. */
async function runAll(actions: readonly Action[], payload: Outgoing, message: SqlMessage): Promise<ActionFailed[]> {
  const outcomes = await Promise.allSettled(actions.map((action) => action.run(payload, message)));
  const reasons = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  return reasons.map((reason) => {
    if (reason instanceof ActionFailed) return reason;
    throw reason;
  });
}

function outgoing(output: unknown): Outgoing {
  return Buffer.isBuffer(output) ? { bytes: output } : { json: JSON.stringify(output) };
}
