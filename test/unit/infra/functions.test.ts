import { expect, test } from 'vitest';
import { environmentNames } from '../../../domain/names.ts';
import { statementsOf, synthesise, written } from './synthesis.ts';

/*
 * Goal: every function is bounded, has a log that ends, and a place for what it cannot do; and it has an environment
 * variable exactly where it has the permission that goes with it.
 * Method: the synthesised template, over all functions that there are.
 */

const { ofType } = synthesise();

test('every function has its own log with an end, a time limit, memory, bounded retries and a destination', () => {
  const functions = ofType('AWS::Lambda::Function');
  expect(functions).toHaveLength(2);
  const logs = new Map(ofType('AWS::Logs::LogGroup').map(({ id, properties }) => [`<${id}>`, properties]));
  const queues = ofType('AWS::SQS::Queue').map(({ id }) => `<${id}.Arn>`);
  const invokeConfigs = new Map(
    ofType('AWS::Lambda::EventInvokeConfig').map(({ properties }) => [written(properties['FunctionName']), properties]),
  );
  const usedLogs = new Set<string>();
  for (const { id, properties } of functions) {
    expect(properties['Runtime'], id).toBe('nodejs24.x');
    expect(properties['Architectures'], id).toEqual(['arm64']);
    expect(properties['Timeout'], id).toBeGreaterThan(0);
    expect(properties['MemorySize'], id).toBeGreaterThan(0);

    const { LogGroup } = properties['LoggingConfig'] as { LogGroup: unknown };
    usedLogs.add(written(LogGroup));
    expect(logs.get(written(LogGroup))?.['RetentionInDays'], id).toBeGreaterThan(0);

    const config = invokeConfigs.get(`<${id}>`) ?? {};
    expect(config['MaximumRetryAttempts'], id).toBe(2);
    expect(config['MaximumEventAgeInSeconds'], id).toBeLessThanOrEqual(6 * 3_600);
    const { OnFailure } = config['DestinationConfig'] as { OnFailure: { Destination: unknown } };
    expect(queues, id).toContain(written(OnFailure.Destination));
  }
  expect(usedLogs.size).toBe(functions.length);
});

test('a function knows a part of the system exactly when it may use it', () => {
  const tables = ofType('AWS::DynamoDB::Table').map(({ id }) => id);
  const usedBy: Record<string, RegExp> = {
    [environmentNames.passesTable]: new RegExp(`^<${tables.find((id) => id.includes('Passes'))}\\.Arn>$`),
    [environmentNames.stateTable]: new RegExp(`^<${tables.find((id) => id.includes('State'))}\\.Arn>$`),
    [environmentNames.pseudonymSecretArn]: /PseudonymKeys/,
    [environmentNames.operatorTopicArn]: /OperatorAlertsTopic/,
  };
  for (const { id, properties } of ofType('AWS::Lambda::Function')) {
    const { Variables } = properties['Environment'] as { Variables: Record<string, unknown> };
    const role = written(properties['Role']).replace('.Arn', '');
    const resources = ofType('AWS::IAM::Policy')
      .filter((policy) =>
        [policy.properties['Roles']]
          .flat()
          .map((one) => written(one))
          .includes(role),
      )
      .flatMap((policy) => statementsOf(policy.properties['PolicyDocument']))
      .flatMap((statement) => statement.Resource);
    for (const [variable, resource] of Object.entries(usedBy)) {
      const may = resources.some((one) => resource.test(one));
      expect(variable in Variables, `${id} and ${variable}`).toBe(may);
    }
  }
});

test('whoever triggers a function is named, and comes from one rule only', () => {
  const rules = [...ofType('AWS::IoT::TopicRule'), ...ofType('AWS::Events::Rule')].map(({ id }) => `<${id}.Arn>`);
  const sources = ofType('AWS::Lambda::Permission').map(({ properties }) => written(properties['SourceArn']));
  expect(sources.toSorted()).toEqual(rules.toSorted());
});
