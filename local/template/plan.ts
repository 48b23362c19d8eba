/**
 * What a synthesised template means to the one-machine runtime, with every intrinsic resolved: plain data, no
 * CloudFormation. `template/` makes it, the other parts run it. A field is here because something acts on it.
 */
export interface StackPlan {
  tables: TablePlan[];
  functions: FunctionPlan[];
  roles: RolePlan[];
  rules: RulePlan[];
  iotPolicies: IotPolicyPlan[];
  queues: QueuePlan[];
  topics: TopicPlan[];
  keys: KeyPlan[];
  secrets: SecretPlan[];
  schedules: SchedulePlan[];
  eventSources: EventSourcePlan[];
  httpApis: HttpApiPlan[];
  userPools: UserPoolPlan[];
  iotAuthorizers: IotAuthorizerPlan[];
  /** The stack's outputs by name: where commands find the deployment that they work on. */
  outputs: Record<string, string>;
}

/** A statement of an IAM, resource or IoT policy; lists are always lists, ARNs resolved, variables still `${…}`. */
export interface PolicyStatement {
  effect: 'Allow' | 'Deny';
  actions: string[];
  resources: string[];
  /** `Principal` of a resource policy, e.g. `{ Service: ['sns.amazonaws.com'] }`; absent in identity policies. */
  principals?: Record<string, string[]>;
  /** Operator → key → accepted values, e.g. `{ StringEquals: { 'aws:SourceArn': ['arn:…'] } }`. */
  conditions: Record<string, Record<string, string[]>>;
}

export interface TablePlan {
  logicalId: string;
  name: string;
  arn: string;
  keySchema: KeyElement[];
  attributes: { name: string; type: 'S' | 'N' | 'B' }[];
  indexes: { name: string; keySchema: KeyElement[]; projection: 'ALL' | 'KEYS_ONLY' }[];
  /** Attribute that holds the expiry time in epoch seconds. */
  timeToLiveAttribute?: string;
}

export interface KeyElement {
  name: string;
  role: 'HASH' | 'RANGE';
}

export interface FunctionPlan {
  logicalId: string;
  name: string;
  arn: string;
  /** `file.export`, as Lambda writes it; the file is `file.mjs` (or `.js`) in `codeDirectory`. */
  handler: string;
  /** Absolute path of the bundled asset. */
  codeDirectory: string;
  environment: Record<string, string>;
  memoryMb: number;
  timeoutS: number;
  /** At most so many invocations at a time; absent: the runtime's own limit. */
  reservedConcurrency?: number;
  roleArn: string;
  asynchronous: { maxRetries: number; maxAgeS: number; onFailureArn?: string };
  /** Who may invoke it: the template's AWS::Lambda::Permission resources. */
  permissions: { principal: string; sourceArn?: string }[];
}

export interface RolePlan {
  logicalId: string;
  name: string;
  arn: string;
  /** Who may take the role on; checked when the template is read, for every resource that names a role. */
  trust: PolicyStatement[];
  statements: PolicyStatement[];
}

export interface RulePlan {
  name: string;
  arn: string;
  sql: string;
  sqlVersion: string;
  enabled: boolean;
  actions: RuleActionPlan[];
  errorAction?: RuleActionPlan;
}

export type RuleActionPlan =
  | { kind: 'lambda'; functionArn: string }
  | { kind: 'sqs'; queueUrl: string; useBase64: boolean; roleArn: string };

export interface IotPolicyPlan {
  name: string;
  statements: PolicyStatement[];
}

export interface QueuePlan {
  logicalId: string;
  name: string;
  arn: string;
  url: string;
  visibilityTimeoutS: number;
  retentionS: number;
  delayS: number;
  deadLetter?: { targetArn: string; maxReceives: number };
  policy: PolicyStatement[];
}

export interface TopicPlan {
  logicalId: string;
  name: string;
  arn: string;
  policy: PolicyStatement[];
}

export interface KeyPlan {
  logicalId: string;
  id: string;
  arn: string;
  /** Its other names, each with the prefix `alias/`. */
  aliases: string[];
  spec: string;
  usage: string;
  policy: PolicyStatement[];
}

export interface SecretPlan {
  logicalId: string;
  name: string;
  arn: string;
  /** How the first value is made: a random string of `length`, put under `key` into the JSON of `template`. */
  generate: { length: number; excludePunctuation: boolean; template?: string; key?: string };
}

export interface SchedulePlan {
  name: string;
  arn: string;
  everyS: number;
  enabled: boolean;
  target: { functionArn: string; input: string };
}

/** A queue whose messages a function is invoked with. */
export interface EventSourcePlan {
  name: string;
  queueArn: string;
  functionArn: string;
  enabled: boolean;
  batchSize: number;
  /** Batches that the function is given at a time. */
  concurrency: number;
  /** Whether the function names the messages of a batch that have to come again; else it is all or none. */
  reportsFailures: boolean;
}

/** An HTTP API of API Gateway. Without a stage nothing of it is reached. */
export interface HttpApiPlan {
  id: string;
  /** `arn:…:execute-api:…:{id}`; a stage, a method and a path follow. */
  arn: string;
  stage?: { ratePerS?: number; burst?: number };
  /** `key`: `GET /gates/{gate}`, `ANY /{proxy+}`, `$default`. */
  routes: { key: string; integrationId: string; authorizerId?: string; scopes: string[] }[];
  integrations: { id: string; functionArn: string; timeoutMs: number }[];
  /** `header`: where the token is, in lower case. */
  authorizers: { id: string; header: string; issuer: string; audience: string[] }[];
  cors?: {
    origins: string[];
    methods: string[];
    headers: string[];
    exposedHeaders: string[];
    credentials: boolean;
    maxAgeS?: number;
  };
}

export interface UserPoolPlan {
  id: string;
  name: string;
  arn: string;
  /** What its tokens name as their issuer, and below which its keys and pages are. */
  issuer: string;
  /** Without one it has no pages to sign in on. */
  domain?: string;
  groups: string[];
  clients: UserPoolClientPlan[];
}

export interface UserPoolClientPlan {
  id: string;
  name: string;
  scopes: string[];
  callbackUrls: string[];
  logoutUrls: string[];
  lives: { accessS: number; idS: number; refreshS: number };
  /** A refresh token is good once, and for so long after that in case the answer was lost. */
  rotation?: { graceS: number };
}

/** Who decides about MQTT clients that show a name and a password and no certificate. */
export interface IotAuthorizerPlan {
  name: string;
  arn: string;
  functionArn: string;
  active: boolean;
}
