import { expect, test } from 'vitest';
import { iotPolicyNames } from '../../../domain/names.ts';
import { type Statement, statementsOf, synthesise, written } from './synthesis.ts';

/*
 * Goal: nobody speaks for another (law 4), and a role may do what its part of the system needs and no more.
 * Method: the policies of the template. The devices' are written out for the account and region with the longest
 * names, beside the wire's topics spelled out by hand; a wildcard in a role's has to be listed here with its reason.
 */

const { ofType } = synthesise();

const place = {
  'AWS::Partition': 'aws-cn',
  'AWS::Region': 'cn-northwest-1',
  'AWS::AccountId': '000000000000',
};
const arn = (name: string) => `arn:aws-cn:iot:cn-northwest-1:000000000000:${name}`;
const gate = 'gatehouse/v1/gates/${iot:Connection.Thing.Attributes[community]}/${iot:Connection.Thing.ThingName}';
const alerts =
  'gatehouse/v1/guards/${iot:Connection.Thing.Attributes[district]}/${iot:Connection.Thing.Attributes[community]}/alerts';
const itself = arn('client/${iot:Connection.Thing.ThingName}');

function policy(name: string) {
  const found = ofType('AWS::IoT::Policy').find(({ properties }) => properties['PolicyName'] === name);
  const statements = statementsOf(found?.properties['PolicyDocument'], place);
  expect(statements.map(({ Effect }) => Effect)).not.toContain('Deny');
  const resources = (action: string) =>
    statements.filter((statement) => statement.Action.includes(action)).flatMap((statement) => statement.Resource);
  return { statements, resources, actions: statements.flatMap((statement) => statement.Action) };
}

test('a gate connects as its own thing, publishes its own topics and hears its own and the shared lists', () => {
  const { resources, actions } = policy(iotPolicyNames.gate);
  expect(actions.toSorted()).toEqual(['iot:Connect', 'iot:Publish', 'iot:Receive', 'iot:Subscribe']);
  expect(resources('iot:Connect')).toEqual([itself]);
  expect(resources('iot:Publish')).toEqual([
    arn(`topic/$aws/rules/gatehouse_passes/${gate}/passes`),
    arn(`topic/$aws/rules/gatehouse_status/${gate}/status`),
    arn(`topic/${gate}/replies`),
  ]);
  expect(resources('iot:Subscribe')).toEqual([
    arn(`topicfilter/${gate}/config`),
    arn(`topicfilter/${gate}/marks`),
    arn(`topicfilter/${gate}/commands`),
    arn('topicfilter/gatehouse/v1/lists/*'),
  ]);
  expect(resources('iot:Receive')).toEqual([arn(`topic/${gate}/*`), arn('topic/gatehouse/v1/lists/*')]);
});

test('a gate may have a will and a session that lasts, and its certificate has to belong to the thing', () => {
  const [connect] = policy(iotPolicyNames.gate).statements;
  expect(connect?.Condition).toEqual({
    Bool: { 'iot:Connection.Thing.IsAttached': 'true' },
    'ForAllValues:StringEquals': { 'iot:ConnectAttributes': ['PersistentConnect', 'LastWill'] },
  });
});

test('a post hears the alerts of its own community and publishes nothing', () => {
  const { statements, resources, actions } = policy(iotPolicyNames.post);
  expect(actions.toSorted()).toEqual(['iot:Connect', 'iot:Receive', 'iot:Subscribe']);
  expect(resources('iot:Subscribe')).toEqual([arn(`topicfilter/${alerts}`)]);
  expect(resources('iot:Receive')).toEqual([arn(`topic/${alerts}`)]);
  expect(resources('iot:Connect')).toEqual([itself]);
  expect(statements[0]?.Condition).toMatchObject({
    Bool: { 'iot:Connection.Thing.IsAttached': 'true' },
    StringLike: { 'iot:Connection.Thing.ThingName': 'guard-*' },
  });
});

test('each policy is within the 2,048 characters that IoT Core takes', () => {
  for (const name of Object.values(iotPolicyNames)) {
    const document = JSON.stringify({ Version: '2012-10-17', Statement: policy(name).statements });
    expect(document.length, name).toBeLessThanOrEqual(2_048);
  }
});

const wildcardsWithReason = new Map([
  [
    'arn:<AWS::Partition>:iot:<AWS::Region>:<AWS::AccountId>:topic/gatehouse/v1/guards/*/*/alerts',
    'One function serves all communities, which are not known when the stack is deployed.',
  ],
  [
    'arn:<AWS::Partition>:iot:<AWS::Region>:<AWS::AccountId>:client/guard-*',
    'Consoles come and go; a sign-out ends those of a session, whose names are noted.',
  ],
  ['*', 'SNS knows no resource for a text to a phone: one function sends them.'],
  ...['marks', 'commands', 'config'].map((channel): [string, string] => [
    `arn:<AWS::Partition>:iot:<AWS::Region>:<AWS::AccountId>:topic/gatehouse/v1/gates/*/*/${channel}`,
    'One function serves all gates, which are not known when the stack is deployed.',
  ]),
]);

function statementsByRole(effect = 'Allow') {
  return ofType('AWS::IAM::Policy').map(({ properties }) => ({
    role: written([properties['Roles']].flat()[0]),
    statements: statementsOf(properties['PolicyDocument']).filter(({ Effect }) => Effect === effect),
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

test('the audit reads passes and writes none', () => {
  expect(actionsOn(/Audit/, /^<StoragePasses\w+\.Arn>/)).toEqual(['dynamodb:Query']);
});

test('findings see keys of passes and no pass, and nobody but ingest asks for them', () => {
  expect(actionsOn(/Findings/, /^<StoragePasses\w+\.Arn>$/)).toEqual([]);
  expect(actionsOn(/Findings/, /^<StoragePasses\w+\.Arn>\/index\/bySubject$/)).toEqual(['dynamodb:Query']);
  const [subjects] = ofType('AWS::DynamoDB::Table').flatMap(({ properties }) =>
    (properties['GlobalSecondaryIndexes'] as { IndexName: string; Projection: object }[]).filter(
      ({ IndexName }) => IndexName === 'bySubject',
    ),
  );
  expect(subjects?.Projection).toEqual({ ProjectionType: 'KEYS_ONLY' });
  const invoking = statementsByRole().flatMap(({ role, statements }) =>
    statements
      .filter(({ Action }) => Action.includes('lambda:InvokeFunction'))
      .map(({ Action, Resource }) => ({ role, Action, Resource })),
  );
  expect(invoking).toEqual([
    {
      role: expect.stringContaining('Ingest'),
      Action: ['lambda:InvokeFunction'],
      Resource: [expect.stringMatching(/^<FindingsFunction\w+\.Arn>$/)],
    },
  ]);
});

test('one function tells gates what is stored and asks them for what is missing, and it changes no pass; another opens', () => {
  const toGates = statementsByRole().filter(({ statements }) =>
    statements.some(({ Resource }) => Resource.some((one) => one.includes('topic/gatehouse/v1/gates/'))),
  );
  expect(toGates.map(({ role }) => role)).toEqual([
    expect.stringContaining('Reconcile'),
    expect.stringContaining('Api'),
  ]);
  expect(actionsOn(/Api/, /topic\/gatehouse\/v1\/gates\/\*\/\*\/(commands|marks)$/)).toEqual(['iot:Publish']);
  expect(actionsOn(/Reconcile/, /topic\/gatehouse\/v1\/gates\//)).toEqual(['iot:Publish', 'iot:Publish']);
  expect(actionsOn(/Reconcile/, /^<StoragePasses\w+\.Arn>/)).toEqual(['dynamodb:Query']);
});

test('one function sends texts, another reads how people are reached too, and one of the two says so', () => {
  const roles = (wanted: (statement: Statement) => boolean) =>
    statementsByRole().flatMap(({ role, statements }) => (statements.some(wanted) ? [role] : []));
  const escalate = expect.stringContaining('Escalate');
  const api = expect.stringContaining('Api');
  expect(roles(({ Resource }) => Resource.includes('*'))).toEqual([escalate]);
  expect(actionsOn(/Escalate/, /^\*$/)).toEqual(['sns:Publish']);
  const ofContacts = (action: string) => (statement: Statement) =>
    statement.Action.includes(action) && statement.Resource.some((one) => one.includes('ContactsKey'));
  expect(roles(ofContacts('kms:Decrypt'))).toEqual([api, escalate]);
  expect(roles(ofContacts('kms:Encrypt'))).toEqual([api]);
  expect(actionsOn(/Escalate/, /PushKey/)).toEqual(['kms:GetPublicKey', 'kms:Sign']);
  expect(actionsOn(/Api/, /PushKey/)).toEqual(['kms:GetPublicKey']);
  expect(actionsOn(/^(?!.*(Api|Escalate)).*$/, /ContactsKey|PushKey|WebhookSecret/)).toEqual([]);
});

test('nobody deletes anything but a subscription of a browser; who ends a sign-in ends its connections, which no gate has', () => {
  const statements = statementsByRole().flatMap((one) => one.statements);
  const deleting = statements.filter(({ Action }) => /Delete|Purge|Schedule|Disable/.test(`${Action}`));
  const ofBrowsers = {
    Action: ['dynamodb:DeleteItem'],
    Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['push#*'] } },
  };
  expect(deleting).toMatchObject([
    ofBrowsers,
    { Action: ['iot:DeleteConnection'], Resource: [expect.stringMatching(/:client\/guard-\*$/)] },
    { Action: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'] },
    ofBrowsers,
  ]);
  expect(actionsOn(/Api/, /:client\//)).toEqual(['iot:DeleteConnection']);
});

test('who decides about consoles sees sign-ins and where communities are, and no alert, no gate and no pass', () => {
  const [deciding] = statementsByRole().filter(({ role }) => role.includes('GuardAuthorizer'));
  const ofTables = deciding?.statements.filter(({ Action }) => /dynamodb:/.test(`${Action}`));
  const within = (partition: string) => ({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [partition] } });
  expect(ofTables).toMatchObject([
    { Action: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'], Condition: within('session#*') },
    { Action: ['dynamodb:GetItem'], Condition: within('communities') },
  ]);
});

test('the keys of passes: one function reads their public halves, and one signs with the newest alone', () => {
  expect(actionsOn(/Lists/, /^<Codes/)).toEqual(['kms:GetPublicKey']);
  expect(actionsOn(/Api/, /^<Codes/)).toEqual(['kms:GetPublicKey', 'kms:Sign']);
  expect(actionsOn(/^(?!.*(Api|Lists)).*$/, /^<Codes/)).toEqual([]);
});

test('who may write to state may change nothing in the audit trails, and two functions add to them', () => {
  const writing = statementsByRole().filter(({ statements }) =>
    statements.some(({ Action }) => Action.includes('dynamodb:UpdateItem')),
  );
  const denied = new Map(statementsByRole('Deny').map(({ role, statements }) => [role, statements]));
  expect(writing.length).toBeGreaterThan(5);
  for (const { role } of writing) {
    const [deny, ...others] = denied.get(role) ?? [];
    expect(others).toEqual([]);
    expect(deny?.Resource).toEqual([expect.stringMatching(/^<StorageState\w+\.Arn>$/)]);
    expect(deny?.Condition).toEqual({ 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': ['audit#*'] } });
    const adding = /Api|Escalate/.test(role) ? [] : ['dynamodb:PutItem'];
    expect(deny?.Action).toEqual(['dynamodb:DeleteItem', 'dynamodb:UpdateItem', ...adding]);
  }
});

test('only lists and configs are published for gates that come later', () => {
  const retaining = statementsByRole().filter(({ statements }) =>
    statements.some(({ Action }) => Action.includes('iot:RetainPublish')),
  );
  expect(retaining.map(({ role }) => role)).toEqual([expect.stringContaining('Lists'), expect.stringContaining('Api')]);
  expect(actionsOn(/Api/, /\/config$/)).toEqual(['iot:Publish', 'iot:RetainPublish']);
  const topics = (name: string) =>
    `arn:<AWS::Partition>:iot:<AWS::Region>:<AWS::AccountId>:topic/gatehouse/v1/lists/${name}`;
  const ofLists = retaining.filter(({ role }) => role.includes('Lists'));
  const published = ofLists.flatMap(({ statements }) => statements).filter(({ Action }) => /iot:/.test(`${Action}`));
  expect(published.flatMap(({ Resource }) => Resource)).toEqual(
    ['keys', 'revocations', 'statuses', 'index'].map(topics),
  );
});

test('the rules may put messages into the failures queue and nothing else', () => {
  expect(actionsOn(/RuleRole/, /./)).toEqual(['kms:Decrypt', 'kms:GenerateDataKey', 'sqs:SendMessage']);
});

test('the key of stored data is used only inside calls to a service that keeps data with it', () => {
  const uses = statementsByRole()
    .flatMap(({ statements }) => statements)
    .filter(
      ({ Action, Resource }) => Resource.some((one) => one.startsWith('<StorageKey')) && /kms:/.test(`${Action}`),
    );
  const services = uses.map(({ Condition }) => written(Condition?.['StringLike']?.['kms:ViaService']));
  expect(new Set(services)).toEqual(
    new Set(['dynamodb', 'secretsmanager', 'sqs'].map((service) => `${service}.<AWS::Region>.amazonaws.com*`)),
  );
});
