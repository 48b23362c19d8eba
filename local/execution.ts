import { join } from 'node:path';
import type { Queues } from './aws/sqs/queues.ts';
import type { Callers } from './callers.ts';
import type { Clock } from './clock.ts';
import { type CustomAuthorizers, createCustomAuthorizers } from './iot/custom-authorizers.ts';
import { createEventSources } from './lambda/event-sources.ts';
import { permits } from './lambda/permissions.ts';
import { createLambdaRuntime, type LambdaRuntime } from './lambda/runtime.ts';
import { iotService } from './policy/services.ts';
import { createRuleEngine, type RuleEngine } from './rules/engine.ts';
import type { Settings } from './settings.ts';
import type { Database } from './store/database.ts';
import type { StackPlan } from './template/plan.ts';

/** A line that a function printed, or that the runtime says about it. */
export interface FunctionLine {
  functionName: string;
  line: string;
}

export interface Execution {
  runtime: LambdaRuntime;
  rules: RuleEngine;
  authorizers: CustomAuthorizers;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** What runs when a message or an event comes: the topic rules and the functions, with the rights of their roles. */
export function createExecution(parts: {
  plan: StackPlan;
  callers: Callers;
  queues: Queues;
  database: Database;
  clock: Clock;
  /** Environment variables that lead the AWS SDK to this machine. */
  endpointUrls: Record<string, string>;
  settings: Settings;
  onFunctionLine(line: FunctionLine): void;
  log(line: string): void;
}): Execution {
  const { plan, callers, queues, settings } = parts;
  const send = async (queue: string, message: string, roleArn: string) => {
    await queues.send(queue, message, callers.callerOf(roleArn));
  };
  const runtime = createLambdaRuntime({
    ...parts,
    functions: plan.functions,
    schedules: plan.schedules,
    environment: ({ roleArn }) => {
      const { accessKeyId, secretAccessKey } = callers.of(roleArn);
      return { ...parts.endpointUrls, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
    },
    deliver: (destinationArn, message, { roleArn }) => send(destinationArn, message, roleArn),
    log: parts.onFunctionLine,
    retryDelaysMs: settings.retryDelaysMs,
    compileCacheFolder: join(settings.home, 'compile-cache'),
  });
  const functionsByArn = new Map(plan.functions.map((fn) => [fn.arn, fn]));
  const rules = createRuleEngine({
    ...parts,
    rules: plan.rules,
    invokeFunction: async (functionArn, event, { ruleArn }) => {
      const fn = functionsByArn.get(functionArn);
      if (fn && !permits(fn, iotService, ruleArn)) throw new Error('the function does not permit this rule');
      await runtime.invokeAsync(functionArn, event);
    },
    sendToQueue: send,
  });
  const sources = createEventSources({
    ...parts,
    sources: plan.eventSources,
    functions: plan.functions,
    runtime,
    callerOf: callers.callerOf,
    log: parts.onFunctionLine,
  });
  return {
    runtime,
    rules,
    authorizers: createCustomAuthorizers({ authorizers: plan.iotAuthorizers, functions: plan.functions, runtime }),
    async start() {
      await runtime.start();
      sources.start();
    },
    async stop() {
      const drained = sources.stop();
      await runtime.stop();
      await drained;
    },
  };
}
