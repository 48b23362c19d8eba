import { isUtf8 } from 'node:buffer';
import { GatehouseError } from '../../domain/errors.ts';
import type { SqlMessage } from '../iot-sql/scope.ts';
import { parseTemplate, render, type Template } from '../iot-sql/template.ts';
import type { RuleActionPlan } from '../template/plan.ts';

/** What the actions of rules deliver to. Each resolves when what it was given is on disk. */
export interface ActionTargets {
  /** Rejects when the function does not let this rule invoke it. */
  invokeFunction(functionArn: string, event: string, source: { ruleArn: string }): Promise<void>;
  sendToQueue(queueUrl: string, body: string, roleArn: string): Promise<void>;
}

/** What an action hands on: the outgoing payload of the SQL statement, serialised once for all actions. */
export type Outgoing = { json: string } | { bytes: Buffer };

export interface Action {
  /** As AWS names it in the message of an error action. */
  name: 'LambdaAction' | 'SqsAction';
  /** Resolves when the target has it on disk. Rejects with an ActionFailed. */
  run(outgoing: Outgoing, message: SqlMessage): Promise<void>;
}

/** An action could not hand its payload on: a failure that the rule's error action hears of. */
export class ActionFailed extends GatehouseError {
  override readonly name = 'ActionFailed';
  readonly action: Action['name'];
  /** The function or queue that was meant. */
  readonly resource: string;

  constructor(action: Action['name'], resource: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.action = action;
    this.resource = resource;
  }
}

/**
 * Prepares an action of a rule: reads the substitution templates, which AWS takes in `functionArn` and `queueUrl` and
 * in no other parameter of these two actions.
 * https://docs.aws.amazon.com/iot/latest/developerguide/lambda-rule-action.html, …/sqs-rule-action.html
 * @throws UsageError
 */
export function prepareAction(plan: RuleActionPlan, ruleArn: string, targets: ActionTargets): Action {
  switch (plan.kind) {
    case 'lambda':
      return action('LambdaAction', plan.functionArn, (functionArn, outgoing) => {
        if (!('json' in outgoing)) throw new Error('A function takes no raw bytes: use encode(*, …) in the SELECT.');
        return targets.invokeFunction(functionArn, outgoing.json, { ruleArn });
      });
    case 'sqs':
      return action('SqsAction', plan.queueUrl, (queueUrl, outgoing) =>
        targets.sendToQueue(queueUrl, queueBody(outgoing, plan.useBase64), plan.roleArn),
      );
  }
}

function action(
  name: Action['name'],
  parameter: string,
  deliver: (resource: string, outgoing: Outgoing) => Promise<void>,
): Action {
  const template = parseTemplate(parameter);
  return {
    name,
    run: async (outgoing, message) => {
      const resource = resourceOf(name, template, parameter, message);
      try {
        await deliver(resource, outgoing);
      } catch (cause) {
        throw new ActionFailed(name, resource, cause instanceof Error ? cause.message : String(cause), { cause });
      }
    },
  };
}

function resourceOf(name: Action['name'], template: Template, parameter: string, message: SqlMessage): string {
  const rendered = render(template, message);
  if ('failed' in rendered) throw new ActionFailed(name, parameter, rendered.failed);
  return rendered.text;
}

function queueBody(outgoing: Outgoing, useBase64: boolean): string {
  const bytes = 'json' in outgoing ? Buffer.from(outgoing.json) : outgoing.bytes;
  if (useBase64) return bytes.toString('base64');
  if ('json' in outgoing) return outgoing.json;
  if (!isUtf8(bytes)) throw new Error('A queue takes text only: set useBase64 for payloads that are no UTF-8.');
  return bytes.toString('utf8');
}
