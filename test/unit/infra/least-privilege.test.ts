import { expect, test } from 'vitest';
import { statementsOf, synthesise, written } from './synthesis.ts';

/*
 * Goal: a role may do what its part of the system needs and no more.
 * Method: the IAM policies of the template. A wildcard has to be listed here with its reason.
 */

const { ofType } = synthesise();

const wildcardsWithReason = new Map([
  [
    'arn:<AWS::Partition>:iot:<AWS::Region>:<AWS::AccountId>:topic/gatehouse/v1/guards/*/*/alerts',
    'One function serves all communities, which are not known when the stack is deployed.',
  ],
]);

function statementsByRole() {
  return ofType('AWS::IAM::Policy').map(({ properties }) => ({
    role: written([properties['Roles']].flat()[0]),
    statements: statementsOf(properties['PolicyDocument']),
  }));
}

function actionsOn(role: RegExp, resource: RegExp): string[] {
  return statementsByRole()
    .filter((one) => role.test(one.role))
    .flatMap((one) => one.statements)
    .filter((statement) => statement.Resource.some((one) => resource.test(one)))
    .flatMap((statement) => statement.Action)
    .toSorted();
}

test('no action and no resource has a wildcard, but for those with a reason', () => {
  for (const { role, statements } of statementsByRole()) {
    for (const { Action, Resource } of statements) {
      expect(
        [...Action, ...Resource].filter((one) => one.includes('*') && !wildcardsWithReason.has(one)),
        role,
      ).toEqual([]);
    }
  }
});

test('no role has a managed policy or a policy of its own beside those', () => {
  for (const { id, properties } of ofType('AWS::IAM::Role')) {
    expect(Object.keys(properties), id).toEqual(['AssumeRolePolicyDocument']);
  }
});

test('a stored pass is never read, changed or deleted by the function that stores it', () => {
  expect(actionsOn(/Ingest/, /^<StoragePasses\w+\.Arn>/)).toEqual(['dynamodb:BatchWriteItem', 'dynamodb:PutItem']);
  expect(actionsOn(/Status/, /^<StoragePasses\w+\.Arn>/)).toEqual([]);
});

test('nobody deletes', () => {
  const actions = statementsByRole().flatMap(({ statements }) => statements.flatMap(({ Action }) => Action));
  expect(actions.filter((action) => /Delete|Purge|Schedule|Disable/.test(action))).toEqual([]);
});

test('the rules may put messages into the failures queue and nothing else', () => {
  expect(actionsOn(/RuleRole/, /./)).toEqual(['kms:Decrypt', 'kms:GenerateDataKey', 'sqs:SendMessage']);
});

test('the key is used only inside calls to a service that keeps data with it', () => {
  const uses = statementsByRole()
    .flatMap(({ statements }) => statements)
    .filter(({ Action }) => Action.some((action) => action.startsWith('kms:')));
  const services = uses.map(({ Condition }) => written(Condition?.['StringLike']?.['kms:ViaService']));
  expect(new Set(services)).toEqual(
    new Set(['dynamodb', 'secretsmanager', 'sqs'].map((service) => `${service}.<AWS::Region>.amazonaws.com*`)),
  );
});
