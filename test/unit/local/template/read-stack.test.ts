// Goal: a template means what CloudFormation says it means, and what is not known is refused in one line each.
// Method: a small app; single changes of it, each with the line that it must give.
import { describe, expect, test } from 'vitest';
import { getAtt, plan, problemsOf, sampleResources } from './sample.ts';

const { Jobs, Worker, WorkerRole, Readings, Tick } = sampleResources;
const arn = (service: string, resource: string) => `arn:aws:${service}:local-1:000000000000:${resource}`;

describe('the plan', () => {
  const planned = plan(sampleResources, { Outputs: { Jobs: { Value: { Ref: 'Jobs' } } } });

  test('references become names, ARNs and URLs that stay the same', () => {
    const url = 'http://127.0.0.1:8790/000000000000/Sample-Jobs';
    expect(planned.queues[0]).toMatchObject({ name: 'Sample-Jobs', arn: arn('sqs', 'Sample-Jobs'), url });
    expect(planned.functions[0]?.environment).toEqual({ JOBS_URL: url });
    expect(planned.functions[0]?.roleArn).toBe('arn:aws:iam::000000000000:role/Sample-WorkerRole');
    expect(planned.rules[0]?.actions[1]).toMatchObject({ kind: 'sqs', queueUrl: url, useBase64: true });
    expect(planned.outputs).toEqual({ Jobs: url });
    expect(plan(sampleResources, { Outputs: { Jobs: { Value: { Ref: 'Jobs' } } } })).toEqual(planned);
  });

  test('what a template leaves open is as on AWS', () => {
    expect(planned.queues[0]).toMatchObject({ visibilityTimeoutS: 30, retentionS: 345_600, delayS: 0 });
    expect(planned.functions[0]?.asynchronous).toEqual({ maxRetries: 2, maxAgeS: 21_600 });
    expect(planned.rules[0]).toMatchObject({ name: 'Sample_Readings', enabled: true });
    expect(planned.schedules[0]?.everyS).toBe(300);
  });

  test('a name that the template gives is kept, a long one is cut and stays its own', () => {
    const named = { ...Jobs, Properties: { QueueName: { 'Fn::Sub': 'jobs-${AWS::Region}' } } };
    expect(plan({ Named: named }).queues[0]?.name).toBe('jobs-local-1');
    const [one, other] = plan({ [`${'J'.repeat(90)}A`]: Jobs, [`${'J'.repeat(90)}B`]: Jobs }).queues;
    expect(one?.name).toHaveLength(80);
    expect(one?.name).not.toBe(other?.name);
  });
});

describe('refused in one line', () => {
  const change = (resource: { Type: string; Properties: object }, properties: object) => ({
    ...resource,
    Properties: { ...resource.Properties, ...properties },
  });
  const worker = 'Sample/Worker (AWS::Lambda::Function)';

  test.each<[string, object]>([
    ['Sample/Bucket (AWS::S3::Bucket): type AWS::S3::Bucket is not known', { Bucket: { Type: 'AWS::S3::Bucket' } }],
    [`${worker}: property Layers is not known`, { Worker: change(Worker, { Layers: [] }) }],
    [`${worker}: property Runtime: "python3.13" is not known`, { Worker: change(Worker, { Runtime: 'python3.13' }) }],
    [`${worker}: property Timeout: Too big`, { Worker: change(Worker, { Timeout: 901 }) }],
    [`${worker}: property MemorySize is missing`, { Worker: change(Worker, { MemorySize: undefined }) }],
    [`${worker}: property Handler: there is no other.mjs`, { Worker: change(Worker, { Handler: 'other.handler' }) }],
    [
      `${worker}: property Code: k in b is no asset`,
      { Worker: change(Worker, { Code: { S3Bucket: 'b', S3Key: 'k' } }) },
    ],
    [
      `${worker}: property Environment.Variables.AWS_REGION: is a variable that Lambda sets`,
      { Worker: change(Worker, { Environment: { Variables: { AWS_REGION: 'x' } } }) },
    ],
    [`${worker}: property Role: the role Sample-RuleRole`, { Worker: change(Worker, { Role: getAtt('RuleRole') }) }],
    [`${worker}: property Role: Sample-WorkerRole is no`, { Worker: change(Worker, { Role: { Ref: 'WorkerRole' } }) }],
    [`${worker}: property Role: Ref Nobody names nothing`, { Worker: change(Worker, { Role: { Ref: 'Nobody' } }) }],
    [
      `${worker}: property Timeout: intrinsic Fn::If is not known`,
      { Worker: change(Worker, { Timeout: { 'Fn::If': ['Big', 9, 3] } }) },
    ],
    [`${worker}: DependsOn Nobody is no resource`, { Worker: { ...Worker, DependsOn: ['Nobody'] } }],
    [`${worker}: property Condition is not known`, { Worker: { ...Worker, Condition: 'Big' } }],
    [
      'Sample/Tick (AWS::Events::Rule): property ScheduleExpression: cron(0 * * * ? *) is not known',
      { Tick: change(Tick, { ScheduleExpression: 'cron(0 * * * ? *)' }) },
    ],
    [
      'Sample/Tick (AWS::Events::Rule): property ScheduleExpression: rate(1 minutes) is not known',
      { Tick: change(Tick, { ScheduleExpression: 'rate(1 minutes)' }) },
    ],
    [
      'Sample/Readings (AWS::IoT::TopicRule): property RuleName: "with-hyphen" is no name',
      { Readings: change(Readings, { RuleName: 'with-hyphen' }) },
    ],
    [
      'Sample/More (AWS::SQS::Queue): has the name of Jobs, Sample-Jobs',
      { More: change(Jobs, { QueueName: 'Sample-Jobs' }) },
    ],
  ])('%s', (line, changed) => {
    const problems = problemsOf({ ...sampleResources, ...changed });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(line);
  });

  test.each(['Conditions', 'Parameters', 'Mappings', 'Transform', 'Rules', 'Hooks'])('the section %s', (section) => {
    expect(problemsOf(sampleResources, { [section]: {} })).toEqual([
      `Sample (template): property ${section} is not known to the local runtime`,
    ]);
  });

  test('all problems are told at once, and none twice', () => {
    const problems = problemsOf({
      ...sampleResources,
      Worker: change(Worker, { Layers: [], Timeout: 0, Role: { Ref: 'Nobody' } }),
      WorkerRole: change(WorkerRole, { ManagedPolicyArns: [] }),
      Table: { Type: 'AWS::DynamoDB::Table' },
    });
    expect(problems.map((line) => line.replace(/ \(.*?property /, ' '))).toEqual([
      'Sample/WorkerRole ManagedPolicyArns is not known to the local runtime',
      'Sample/Table BillingMode is missing, and the local runtime takes no default',
      'Sample/Table AttributeDefinitions is missing, and the local runtime takes no default',
      'Sample/Table KeySchema is missing, and the local runtime takes no default',
      'Sample/Worker Role: Ref Nobody names nothing that the local runtime knows',
      'Sample/Worker Timeout: Too small: expected number to be >=1',
      'Sample/Worker Layers is not known to the local runtime',
    ]);
  });
});
