import { createRuleEngine } from '../../../../local/rules/engine.ts';
import type { Message } from '../../../../local/rules/message.ts';
import type { RuleActionPlan, RulePlan } from '../../../../local/template/plan.ts';

export const functionArn = 'arn:aws:lambda:local-1:000000000000:function:ingest';
export const queueUrl = 'http://127.0.0.1:8790/000000000000/failures';
const roleArn = 'arn:aws:iam::000000000000:role/rules';

export const toFunction = { kind: 'lambda', functionArn } satisfies RuleActionPlan;
export const toQueue = { kind: 'sqs', queueUrl, useBase64: false, roleArn } satisfies RuleActionPlan;

export function rule(plan: Partial<RulePlan> & { sql: string }): RulePlan {
  const name = plan.name ?? 'gatehouse_passes';
  return {
    name,
    arn: `arn:aws:iot:local-1:000000000000:rule/${name}`,
    sqlVersion: '2016-03-23',
    enabled: true,
    actions: [toFunction],
    ...plan,
  };
}

export function published(topic: string, payload: string | Buffer = '{}'): Message {
  return {
    topic,
    payload: Buffer.from(payload),
    clientId: 'gate-7',
    principal: 'c0ffee',
    receivedAt: 1_700_000_000_000,
  };
}

/** An engine over rules, with targets that write down what reaches them and fail when their name is in `broken`. */
export function startRules(...rules: RulePlan[]) {
  const delivered: { to: string; body: string; as: string }[] = [];
  const lines: string[] = [];
  const broken = new Set<string>();
  const deliver = async (to: string, body: string, as: string) => {
    if (broken.has(to)) throw new Error(`${to} is broken`);
    delivered.push({ to, body, as });
  };
  const engine = createRuleEngine({
    rules,
    invokeFunction: (arn, event, { ruleArn }) => deliver(arn, event, ruleArn),
    sendToQueue: deliver,
    log: (line) => lines.push(line),
    newUuid: () => '123a4567-b89c-12d3-e456-789012345000',
  });
  return { ...engine, delivered, lines, broken };
}
