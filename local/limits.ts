/** Every limit of the local runtime, one object a part; a name ends in its unit. */

/** The endpoint of the AWS services (local/aws/). */
export const awsLimits = {
  /** The largest request of all services: a synchronous invocation, 6 MB, and some room. */
  bodyMaxBytes: 8 * 1024 * 1024,
  headerMaxBytes: 16 * 1024,
  headersMs: 10_000,
  requestMs: 60_000,
  /** Longer than SDK clients keep an idle connection, so that they close first and never write into a closed one. */
  keepAliveMs: 120_000,
  connectionsMax: 1_000,
  /** How long `stop` waits for requests under way. */
  stopMs: 2_000,
} as const;

/**
 * The HTTP API, the sign-in page and the console (local/http/, local/cognito/). Where API Gateway has a quota, it is its.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
export const httpLimits = {
  bodyMaxBytes: 10 * 1024 * 1024,
  headersMaxBytes: 10_240,
  integrationMs: 30_000,
  /** Of an account, for a stage that says nothing. */
  ratePerS: 10_000,
  burst: 5_000,
  /** How long the keys of an issuer are believed. */
  keysMs: 2 * 60 * 60 * 1000,

  // What follows has no counterpart that AWS documents.

  /** An issuer's keys are looked for again when a token names another one, but not more often than this. */
  keysAgainMs: 10_000,
  keysFetchMs: 5_000,
  keysMaxBytes: 64 * 1024,
  tokenMaxBytes: 16 * 1024,
  headersMs: 10_000,
  requestMs: 60_000,
  keepAliveMs: 65_000,
  connectionsMax: 2_000,
  stopMs: 2_000,
} as const;

/** The stand-in for a user pool (local/cognito/). */
export const cognitoLimits = {
  formMaxBytes: 16 * 1024,
  /** As Cognito: https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html */
  codeMs: 5 * 60 * 1000,
  codesMax: 1_000,
  keyBits: 2_048,
  usersMax: 10_000,
  groupsPerUser: 100,
  pageMax: 60,
  /** People on the sign-in page. */
  shownMax: 200,
  textMaxCharacters: 2_048,
} as const;

/** SQS, as AWS sets them: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
export const sqsLimits = {
  /** Of a message, and of all messages of one batch together. */
  messageMaxBytes: 1024 * 1024,
  attributesMax: 10,
  batchMaxEntries: 10,
  receiveMaxMessages: 10,
  waitMaxS: 20,
  delayMaxS: 900,
  visibilityMaxS: 43_200,
} as const;

/**
 * The message broker (local/iot/). Where IoT Core has a quota, the figure is its.
 * https://docs.aws.amazon.com/general/latest/gr/iot-core.html#message-broker-limits
 */
export const iotLimits = {
  payloadMaxBytes: 128 * 1024,
  /** The largest packet that is read at all: a payload, its topic and a will. */
  packetMaxBytes: 2 * 128 * 1024 + 4 * 1024,
  topicMaxBytes: 256,
  /** In a topic or filter; the `$aws/rules/{rule}/` in front of a topic is not counted. */
  topicMaxSlashes: 7,
  clientIdMaxBytes: 128,
  /** A client that asks for less, more or none gets the nearest of these. */
  keepAliveMinS: 30,
  keepAliveMaxS: 1_200,
  subscriptionsPerConnection: 50,
  subscriptionsPerRequest: 8,
  /** QoS 1 messages that a client may have sent without a PUBACK; further ones wait. */
  inboundUnacknowledgedMax: 100,
  publishesPerSecond: 100,
  publishBytesPerSecond: 512 * 1024,
  /** After that, a session without a connection is forgotten, with what was queued for it. */
  sessionExpiryMs: 60 * 60 * 1000,
  retainedMessagesMax: 100_000,
  /** What a custom authorizer may answer. */
  customPoliciesMax: 10,
  customPolicyMaxCharacters: 2_048,
  customDecisionMinS: 300,
  customDecisionMaxS: 86_400,

  // What follows has no counterpart that AWS documents.

  connectionsMax: 20_000,
  /** From the TLS handshake to the end of CONNECT. */
  connectMs: 10_000,
  queuedMessagesPerSession: 1_000,
  /** Bytes that wait in a subscriber's socket; one that reads too slowly is disconnected, so that it holds up nobody. */
  outboundBufferMaxBytes: 8 * 1024 * 1024,
  outboundStalledMs: 5_000,
  /** Decisions remembered for each connection: it publishes and receives the same few topics all day. */
  decisionsRemembered: 500,
  /** How long a client that was connected when the runtime ended may take to come back before it counts as gone. */
  returnMs: 15_000,
  sweepMs: 60_000,
  logLineMaxCharacters: 500,
} as const;

/** The certificates that the local authority issues. */
export const certificateLimits = {
  authorityValidDays: 3_650,
  serverValidDays: 365,
  serverRenewDaysBefore: 30,
} as const;

/** The registry of things, as IoT Core limits it. */
export const registryLimits = {
  thingNameMaxCharacters: 128,
  attributesPerThing: 3,
  attributeNameMaxCharacters: 128,
  attributeValueMaxCharacters: 800,
  policiesPerPrincipal: 10,
  pageDefault: 25,
  pageMax: 250,
  thingsMax: 100_000,
} as const;

/** IoT SQL (local/iot-sql/). AWS states no such limits; they keep a statement and a payload off the end of the stack. */
export const iotSqlLimits = {
  statementMaxCharacters: 8_192,
  /** Parentheses, NOTs and calls within each other. */
  nestingMax: 64,
  payloadNestingMax: 1_000,
} as const;

/**
 * Lambda (local/lambda/). Where Lambda has a quota, the figure is its.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const lambdaLimits = {
  asynchronousEventMaxBytes: 1024 * 1024,
  synchronousEventMaxBytes: 6 * 1024 * 1024,
  responseMaxBytes: 6 * 1024 * 1024,
  /** To load a function; what comes later counts as its timeout. */
  initMs: 10_000,

  // What follows has no counterpart that AWS documents.

  /** Asynchronous invocations of one function that could run now; whoever has another one waits. */
  backlogMax: 1_000,
  backlogMaxBytes: 32 * 1024 * 1024,
  /** The same, with those that wait on disk for their retry or for their destination. */
  keptMax: 100_000,
  keptMaxBytes: 1024 * 1024 * 1024,
  /** Batches of one queue that a function is given at a time, unless the template says how many. */
  pollersDefault: 5,
  /** Callers that wait for an answer of one function. */
  callsMax: 1_000,
  /** Finished invocations that are deleted from disk in one write, and how long the first of them waits for others. */
  removalMax: 500,
  removalDelayMs: 50,

  environmentsMax: 8,
  /** How long there must be a backlog before another environment of a function starts. */
  growAfterMs: 500,
  /** And so much of the machine must have been idle, */
  growIdleCores: 0.5,
  /** unless the function's environments together compute no more than this. */
  waitingMaxCores: 0.25,
  /** An environment that had nothing to do for so long is ended. */
  idleMs: 5 * 60 * 1000,
  /** How long `stop` waits for invocations under way. */
  stopMs: 1_000,
  /** Parts of a function's memory that V8's old generation and one half of its young one may take. */
  heapShare: 0.9,
  semiSpaceShare: 0.05,
  semiSpaceMaxMb: 16,
  /** How soon a function's process notices that the runtime is gone. */
  watchdogMs: 1_000,

  logLineMaxChars: 64 * 1024,
  logMaxCharsPerInvocation: 1024 * 1024,
  /** Of each text in an error that a function threw. */
  errorTextMaxChars: 16 * 1024,

  /** Pauses before something is tried again that must not be given up: a full disk, a destination that refuses. */
  backoffFirstMs: 1_000,
  backoffMaxMs: 60_000,
  deliveryBatchMax: 64,
  /** The longest time between two looks at a schedule. */
  scheduleLookMs: 60_000,
} as const;

/** Running the CDK app (local/synthesis.ts). */
export const synthesisLimits = {
  timeoutMs: 120_000,
  /** Assemblies of earlier versions that are kept: switching between branches costs nothing. */
  assembliesKept: 8,
} as const;

/** The DynamoDB engine (local/dynamodb/). */
export const dynamoDbLimits = {
  /** As AWS: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
  itemMaxBytes: 400 * 1024,
  bodyMaxBytes: 16 * 1024 * 1024,
  /** How many items a query or a pass over a table reads ahead from disk. */
  readAheadItems: 256,
  /** What LevelDB gathers in memory, and in its log, before it sorts it into files: eight times its own choice, which halves what a write costs. */
  writeBufferBytes: 32 * 1024 * 1024,
  expiryEveryMs: 3_600_000,
  expiryLookMaxItems: 500_000,
  /** Five years: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-before-you-start.html */
  expiryOldestS: 5 * 365 * 86_400,
  /** How long the engine may take to end. */
  stopMs: 10_000,
  /** How long DynamoDB Local may take to start, and how often it is looked at. */
  javaStartMs: 60_000,
  javaPollMs: 100,
  /** How long a table may take to be made, and how often it is looked at: the names are the SDK's. */
  tableWait: { maxWaitTime: 120, minDelay: 1, maxDelay: 5 },
} as const;

/** SNS; the sizes are AWS': https://docs.aws.amazon.com/general/latest/gr/sns.html */
export const snsLimits = {
  messageMaxBytes: 256 * 1024,
  /** A text to a phone: https://docs.aws.amazon.com/sns/latest/dg/sms_publish-to-phone.html */
  textMaxBytes: 1_600,
  /** Of the file that texts are kept in. */
  textsFileMaxBytes: 1024 * 1024,
  /** Publications kept for looking at, a topic. */
  recordedMaxMessages: 10_000,
  /** Deliveries over HTTP. */
  deliveryMaxTries: 3,
  retryDelayMs: 1_000,
  deliveryTimeoutMs: 5_000,
  deliveriesMaxPending: 1_000,
} as const;

/** KMS, as AWS: https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html */
export const kmsLimits = {
  plaintextMaxBytes: 4096,
  dataKeyMaxBytes: 1024,
} as const;

/** Secrets Manager, as AWS: https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html */
export const secretLimits = {
  valueMaxBytes: 65_536,
  stagesMax: 20,
  /** Versions without a stage are forgotten beyond this many. */
  versionsMax: 100,
} as const;
