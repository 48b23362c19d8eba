import { iotLimits } from '../limits.ts';
import { iotArns, type Place } from '../policy/arn.ts';
import { evaluate } from '../policy/evaluate.ts';
import type { IotPolicyPlan, PolicyStatement } from '../template/plan.ts';
import type { Registry, Thing } from './registry.ts';

/** What one client may do with the policies of its certificate. */
export interface Rights {
  /** `attributes` are what CONNECT asks for beyond a plain connection: `LastWill`, `PersistentConnect`. */
  mayConnect(attributes: readonly string[]): boolean;
  mayPublish(topic: string, options: { retain: boolean }): boolean;
  maySubscribe(filter: string): boolean;
  mayReceive(topic: string): boolean;
}

export interface RightsBook {
  /** Rights as the registry has them now; they do not follow later changes. */
  of(certificateId: string, clientId: string): Rights;
  /** Rights of a client that no thing stands for, by the policies that its authorizer gave it. */
  byStatements(statements: readonly PolicyStatement[], clientId: string): Rights;
}

/**
 * Decides with the template's IoT policies. A policy that is attached but no longer in the template grants nothing.
 * https://docs.aws.amazon.com/iot/latest/developerguide/thing-policy-variables.html
 */
export function createRightsBook(options: {
  policies: readonly IotPolicyPlan[];
  registry: Registry;
  place: Place;
}): RightsBook {
  const { registry } = options;
  const statementsByPolicy = new Map(options.policies.map((policy) => [policy.name, policy.statements]));
  const arns = iotArns(options.place);

  return {
    of(certificateId, clientId) {
      const statements = [...registry.policiesOf(certificateId)].flatMap((name) => statementsByPolicy.get(name) ?? []);
      return rightsBy(statements, contextOf(thingOf(registry, certificateId, clientId), clientId), clientId);
    },
    byStatements: (statements, clientId) => rightsBy(statements, contextOf(undefined, clientId), clientId),
  };

  function rightsBy(statements: readonly PolicyStatement[], context: Record<string, string>, clientId: string): Rights {
    const allows = remembered((action, resource) => evaluate(statements, { action, resource, context }) === 'allowed');
    return {
      mayConnect: (attributes) =>
        evaluate(statements, {
          action: 'iot:Connect',
          resource: arns.client(clientId),
          context: { ...context, 'iot:ConnectAttributes': attributes },
        }) === 'allowed',
      mayPublish: (topic, { retain }) =>
        allows('iot:Publish', arns.topic(topic)) && (!retain || allows('iot:RetainPublish', arns.topic(topic))),
      maySubscribe: (filter) => allows('iot:Subscribe', arns.topicFilter(filter)),
      mayReceive: (topic) => allows('iot:Receive', arns.topic(topic)),
    };
  }
}

/** The thing that a connection speaks for: the certificate's exclusive one, else the one whose name is the client id. */
function thingOf(registry: Registry, certificateId: string, clientId: string): Thing | undefined {
  const attached = registry.thingsOf(certificateId);
  const exclusive = exclusiveThingOf(registry, certificateId);
  if (exclusive !== undefined) return registry.thing(exclusive);
  return attached.has(clientId) ? registry.thing(clientId) : undefined;
}

export function exclusiveThingOf(registry: Registry, certificateId: string): string | undefined {
  for (const [name, type] of registry.thingsOf(certificateId)) if (type === 'EXCLUSIVE_THING') return name;
  return undefined;
}

function contextOf(thing: Thing | undefined, clientId: string): Record<string, string> {
  const context: Record<string, string> = {
    'iot:ClientId': clientId,
    'iot:Connection.Thing.IsAttached': String(thing !== undefined),
  };
  if (thing === undefined) return context;
  context['iot:Connection.Thing.ThingName'] = thing.name;
  for (const [name, value] of Object.entries(thing.attributes)) {
    context[`iot:Connection.Thing.Attributes[${name}]`] = value;
  }
  return context;
}

type Decide = (action: string, resource: string) => boolean;

function remembered(decide: Decide): Decide {
  const known = new Map<string, boolean>();
  return (action, resource) => {
    const key = `${action} ${resource}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    // A client that asks for ever new topics pays for it with evaluations, not the broker with memory.
    if (known.size >= iotLimits.decisionsRemembered) known.clear();
    const decision = decide(action, resource);
    known.set(key, decision);
    return decision;
  };
}
