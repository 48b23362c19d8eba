import { consoleLimits } from '../../domain/limits/consoles.ts';

interface Statement {
  Effect: 'Allow';
  Action: string;
  Resource: string[];
  Condition?: object;
}

/** As IoT Core takes it from a custom authorizer: at most ten, of 2,048 characters each. */
export interface PolicyDocument {
  Version: '2012-10-17';
  Statement: Statement[];
}

/**
 * What a console may do: connect under its own name, subscribe to its filters and hear what they cover. It publishes
 * nothing: what guards do goes through the API.
 * @param iotArn what the ARN of a client or topic begins with, colon included.
 */
export function policiesOf(iotArn: string, clientId: string, filters: readonly string[]): PolicyDocument[] {
  const allow = (action: string, resources: string[], condition?: object): Statement => ({
    Effect: 'Allow',
    Action: action,
    Resource: resources.map((resource) => `${iotArn}${resource}`),
    ...(condition && { Condition: condition }),
  });
  const hear = (some: readonly string[]) =>
    policy(
      allow(
        'iot:Subscribe',
        some.map((filter) => `topicfilter/${filter}`),
      ),
      // A policy knows no MQTT wildcard in a topic; ids have no slash that a `*` could stand for.
      allow(
        'iot:Receive',
        some.map((filter) => `topic/${filter.replaceAll('+', '*')}`),
      ),
    );
  // Nothing waits for a console that is away: it asks the API for what it has missed.
  const connect = policy(allow('iot:Connect', [`client/${clientId}`], justConnecting));
  return [connect, ...chunks(filters, consoleLimits.filtersPerPolicyMax).map(hear)];
}

const justConnecting = {
  'ForAllValues:StringNotEquals': { 'iot:ConnectAttributes': ['PersistentConnect', 'LastWill'] },
};

function policy(...statements: Statement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements };
}

function chunks(all: readonly string[], size: number): string[][] {
  const count = Math.ceil(all.length / size);
  return Array.from({ length: count }, (_, index) => all.slice(index * size, (index + 1) * size));
}
