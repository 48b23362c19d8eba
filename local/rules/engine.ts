import { randomUUID } from 'node:crypto';
import type { RulePlan } from '../template/plan.ts';
import type { ActionTargets } from './action.ts';
import { parseBasicIngest } from './basic-ingest.ts';
import { compileRule, type RuleStatistics } from './compiled-rule.ts';
import type { Message } from './message.ts';

export interface RuleEngine {
  /**
   * Runs a published message through the rules. Resolves when every action of every matching rule has its payload on
   * disk, or the rule's error action has. Rejects, once all have settled, when for some rule neither could: then the
   * broker must not acknowledge, and the publisher, which still has the message, sends it again.
   *
   * On AWS such a message is lost, for a PUBACK there says only that the broker took it. A laptop has no operator who
   * watches the metrics, and its publishers all keep what was not acknowledged, so here nothing is lost instead. Sent
   * again, it reaches those rules and actions twice that had it already: AWS delivers at least once too.
   */
  accept(message: Message): Promise<void>;
  statistics(): Readonly<RuleStatistics>;
}

/**
 * Prepares the rules of a template.
 * @param options.log Gets one line for what nobody else hears of: messages for no rule, SQL errors, failed actions.
 * @throws UsageError, one line with the rule's name, when a rule is not one that the local runtime can run as AWS does.
 */
export function createRuleEngine(
  options: ActionTargets & {
    rules: readonly RulePlan[];
    log: (line: string) => void;
    newUuid?: () => string;
  },
): RuleEngine {
  const { log, newUuid = randomUUID } = options;
  const statistics: RuleStatistics = { ruleNotFound: 0, sqlErrors: 0, actionFailures: 0, errorActionFailures: 0 };
  const rules = options.rules.map((plan) => compileRule(plan, { targets: options, log, newUuid, statistics }));
  const active = rules.filter(({ enabled }) => enabled);
  const byName = new Map(active.map((rule) => [rule.name, rule]));

  /** The rule that a Basic Ingest topic names, whatever its FROM says; AWS takes a message for no rule, and drops it. */
  const ingest = async (message: Message, { ruleName, topic }: { ruleName: string; topic: string }) => {
    const rule = byName.get(ruleName);
    if (rule !== undefined) return rule.run(message, topic);
    statistics.ruleNotFound += 1;
    const why = rules.some(({ name }) => name === ruleName) ? 'is disabled' : 'does not exist';
    log(`message lost: rule ${JSON.stringify(ruleName)} ${why} (published on ${JSON.stringify(message.topic)})`);
  };

  return {
    accept: async (message) => {
      const named = parseBasicIngest(message.topic);
      if (named !== undefined) return ingest(message, named);
      const matching = active.filter((rule) => rule.listensTo(message.topic));
      const outcomes = await Promise.allSettled(matching.map((rule) => rule.run(message, message.topic)));
      for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
    },
    statistics: () => statistics,
  };
}
