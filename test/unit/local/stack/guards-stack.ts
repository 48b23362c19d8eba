import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createLocalStack } from '../../../../local/stack.ts';
import { temporaryFolder } from '../aws/endpoint.ts';
import { guardsResources } from '../template/guards-sample.ts';

/** Behind all of them: answers the API with its event, lets consoles in by their password, takes jobs. */
const code = `
export const handler = async (event) => {
  if (event.Records) { console.log('job ' + event.Records[0].body); return { batchItemFailures: [] }; }
  if (event.version === '2.0') return event;
  const allow = (action, resource) => ({ Effect: 'Allow', Action: action, Resource: 'arn:aws:iot:local-1:000000000000:' + resource });
  return {
    isAuthenticated: Buffer.from(event.protocolData.mqtt.password, 'base64').toString().split('.').length === 3,
    principalId: 'guard1', disconnectAfterInSeconds: 300, refreshAfterInSeconds: 300,
    policyDocuments: [{ Version: '2012-10-17', Statement: [allow('iot:Connect', 'client/guard-*'), allow('iot:Publish', 'topic/acks')] }],
  };
};
`;

const resource = (type: string, properties: object) => ({ Type: type, Properties: properties });

const resources = {
  ...guardsResources,
  MayBeAsked: resource('AWS::Lambda::Permission', {
    Action: 'lambda:InvokeFunction',
    FunctionName: { Ref: 'Worker' },
    Principal: 'apigateway.amazonaws.com',
    SourceArn: {
      'Fn::Join': ['', ['arn:aws:execute-api:local-1:000000000000:', { Ref: 'Api' }, '/*/*/alerts/{id}']],
    },
  }),
  MayDecide: resource('AWS::Lambda::Permission', {
    Action: 'lambda:InvokeFunction',
    FunctionName: { Ref: 'Worker' },
    Principal: 'iot.amazonaws.com',
    SourceArn: { 'Fn::GetAtt': ['Consoles', 'Arn'] },
  }),
  MayRead: resource('AWS::IAM::Policy', {
    PolicyName: 'p',
    Roles: [{ Ref: 'WorkerRole' }],
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage'],
        Resource: { 'Fn::GetAtt': ['Jobs', 'Arn'] },
      },
    },
  }),
};

const outputs = { Issuer: ['Pool', 'ProviderURL'], ClientId: ['Page', 'ClientId'], JobsArn: ['Jobs', 'Arn'] };

/** A whole local stack with the guards' resources, and a page of one file. It ends with the test. */
export async function startGuardsStack() {
  const folder = temporaryFolder();
  const assembly = join(folder, 'cdk.out');
  mkdirSync(join(assembly, 'code/lib'), { recursive: true });
  mkdirSync(join(folder, 'page'));
  writeFileSync(join(folder, 'page/index.html'), '<!doctype html>');
  writeFileSync(join(assembly, 'code/lib/main.js'), code);
  writeFileSync(join(assembly, 'code/package.json'), '{"type":"module"}');
  const write = (name: string, content: object) => writeFileSync(join(assembly, name), JSON.stringify(content));
  const bucketName = 'assets-000000000000';
  write('manifest.json', {
    artifacts: {
      Sample: { type: 'aws:cloudformation:stack', properties: { templateFile: 'template.json' } },
      Assets: { type: 'cdk:asset-manifest', properties: { file: 'assets.json' } },
    },
  });
  write('assets.json', {
    files: {
      worker: {
        source: { path: 'code', packaging: 'zip' },
        destinations: { here: { bucketName, objectKey: 'worker.zip' } },
      },
    },
  });
  write('template.json', {
    Resources: resources,
    Outputs: Object.fromEntries(Object.entries(outputs).map(([name, of]) => [name, { Value: { 'Fn::GetAtt': of } }])),
  });
  const lines: string[] = [];
  const stack = createLocalStack({
    assemblyFolder: assembly,
    settings: {
      home: join(folder, 'home'),
      ports: { mqtts: 0, http: 0, dynamodb: 0, aws: 0 },
      pageFolder: join(folder, 'page'),
      dynamodb: 'dynalite',
      dynamodbLocalJar: undefined,
      retryDelaysMs: [0, 0],
    },
    onFunctionLine: ({ line }) => lines.push(line),
    log: (line) => lines.push(line),
    onFailure: (reason) => lines.push(String(reason)),
  });
  onTestFinished(stack.stop);
  return { endpoints: await stack.start(), lines };
}
