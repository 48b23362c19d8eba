/**
 * Names that the infrastructure, the functions and the gates must agree on, each written once.
 * A rule or policy name is part of the wire: gates publish to `$aws/rules/{rule}/…`.
 */
export const ruleNames = {
  passes: 'gatehouse_passes',
  status: 'gatehouse_status',
  presence: 'gatehouse_presence',
  replies: 'gatehouse_replies',
} as const;

export const iotPolicyNames = {
  /** A gate: speaks for itself only. */
  gate: 'gatehouse-gate',
  /** A guard post with a certificate of its own (a siren, a flash light, a wall display): hears its community's alerts. */
  post: 'gatehouse-post',
} as const;

/** Who decides about connections without a certificate; clients name it in their user name. */
export const iotAuthorizerNames = { consoles: 'gatehouse-consoles' } as const;

/** Attributes of an IoT thing, set at enrolment; IoT policies read them, so a device cannot choose them. */
export const thingAttributes = { district: 'district', community: 'community' } as const;

/** Environment variables of the functions. */
export const environmentNames = {
  passesTable: 'PASSES_TABLE',
  stateTable: 'STATE_TABLE',
  operatorTopicArn: 'OPERATOR_TOPIC_ARN',
  pseudonymSecretArn: 'PSEUDONYM_SECRET_ARN',
  timeZone: 'TIME_ZONE',
  /** Whom `ingest` hands passes to that are worth a look. */
  findingsFunction: 'FINDINGS_FUNCTION',
  /** Ids of the keys that passes are signed with, comma between; the last one signs. */
  signingKeyIds: 'SIGNING_KEY_IDS',
  /** Whose tokens are believed, and for whom they have to be. */
  tokenIssuer: 'TOKEN_ISSUER',
  tokenAudience: 'TOKEN_AUDIENCE',
  /** How long an alert waits for the officer and for the district: seconds, comma between. */
  escalateAfterS: 'ESCALATE_AFTER_S',
  /** Where it is noted that somebody should look at an alert, later. */
  escalationsQueueUrl: 'ESCALATIONS_QUEUE_URL',
  /** By which people are told, comma between; `none` for no channel at all. */
  channels: 'CHANNELS',
  mailTopicArn: 'MAIL_TOPIC_ARN',
  /** Encrypts how people are reached. */
  contactsKeyId: 'CONTACTS_KEY_ID',
  /** Signs what browsers are sent. */
  pushKeyId: 'PUSH_KEY_ID',
  webhookSecretArn: 'WEBHOOK_SECRET_ARN',
  /** Receivers at private addresses that messages may go to, `host:port`, comma between; `none` for none. */
  privateReceivers: 'PRIVATE_RECEIVERS',
  consoleUrl: 'CONSOLE_URL',
} as const;

/** Outputs of the stack, which commands read to find the deployment they work on. */
export const outputNames = {
  passesTable: 'PassesTable',
  stateTable: 'StateTable',
  failuresQueueUrl: 'FailuresQueueUrl',
  ingestFunction: 'IngestFunction',
  findingsFunction: 'FindingsFunction',
  statusFunction: 'StatusFunction',
  listsFunction: 'ListsFunction',
  auditFunction: 'AuditFunction',
  reconcileFunction: 'ReconcileFunction',
  apiFunction: 'ApiFunction',
  guardAuthorizerFunction: 'GuardAuthorizerFunction',
  escalateFunction: 'EscalateFunction',
  /** To which mail addresses are subscribed. */
  mailTopic: 'MailTopic',
  apiUrl: 'ApiUrl',
  /** Whose tokens the API believes, and for whom they have to be. */
  issuer: 'Issuer',
  audience: 'Audience',
  /** In which days are reckoned. */
  timeZone: 'TimeZone',
  /** As in the environment of the functions. */
  signingKeyIds: 'SigningKeyIds',
  pseudonymSecret: 'PseudonymSecret',
} as const;

/** Outputs of a stack that has a place for the guards' page. */
export const pageOutputNames = { bucket: 'PageBucket', url: 'PageUrl' } as const;

export const stackName = 'Gatehouse';

/** Environment variables that decide what is synthesised. */
export const synthesisVariables = {
  /** In which a community's day is reckoned. */
  timeZone: 'GATEHOUSE_TIME_ZONE',
  /** 1: deleting the stack deletes all data; only for trying out. */
  disposable: 'GATEHOUSE_DISPOSABLE',
  /** Names of the keys that sign passes, comma between: two while they are changed over, of which the last one signs. */
  signingKeys: 'GATEHOUSE_SIGNING_KEYS',
  /** An OpenID Connect issuer of the operator's own, and the audience of its tokens; without them there is a user pool. */
  issuer: 'GATEHOUSE_ISSUER',
  audience: 'GATEHOUSE_AUDIENCE',
  /** Where the guards' page is. */
  consoleUrl: 'GATEHOUSE_CONSOLE_URL',
  /** Seconds until the officer hears of an alert that nobody sees to, and until the district does, comma between. */
  escalateAfterS: 'GATEHOUSE_ESCALATE_AFTER_S',
  /** By which people are told: of push, sms, mail and webhook, comma between. */
  channels: 'GATEHOUSE_CHANNELS',
  /** Receivers at private addresses that messages may go to: host:port, comma between. */
  privateReceivers: 'GATEHOUSE_PRIVATE_RECEIVERS',
} as const;

/** Where Gatehouse began; the zone of communities and gates unless somebody says otherwise. */
export const defaultTimeZone = 'Asia/Shanghai';

/** Where the guards' page is on one machine. */
export const defaultConsoleUrl = 'http://localhost:8787/';

/** Says instead of a URL that the deployment itself has a place for the page. */
export const consoleByCloudFront = 'cloudfront';

/** By which people are told beside the console, unless a deployment says otherwise. */
export const defaultChannels = ['push', 'sms', 'mail', 'webhook'] as const;

/** The name of a deployment's first key for passes. */
export const defaultSigningKey = 'first';

/** What the schedules send: to `status`, `lists`, `audit` and `escalate` once a minute, to `reconcile` every five. */
export const tickEvent = { kind: 'tick' } as const;

/** Indexes of the two tables. */
export const indexNames = {
  /** passes, keys only: all passes of one pseudonymous subject, for tracing. */
  passesBySubject: 'bySubject',
  /** state, sparse: alerts that are not resolved, by community. */
  openAlerts: 'openAlerts',
  /** state, sparse: alerts that are resolved, by community. */
  resolvedAlerts: 'resolvedAlerts',
  /**
   * state, sparse: gates by the time when somebody should look whether they are still there, and alerts by the time when
   * others hear of them.
   */
  due: 'due',
} as const;

/** Attributes that an index is built on. */
export const indexAttributes = {
  passesBySubject: { partition: 'subject', sort: 'sk' },
  openAlerts: { partition: 'openIn', sort: 'raisedAt' },
  resolvedAlerts: { partition: 'resolvedIn', sort: 'raisedAt' },
  due: { partition: 'watch', sort: 'dueAt' },
} as const;

/** The attribute in both tables that holds the time of deletion, in epoch seconds. */
export const timeToLiveAttribute = 'expiresAt';

export const metricsNamespace = 'Gatehouse';

/** CloudWatch metrics that the functions write (EMF) and the alarms watch. */
export const metricNames = {
  passesStored: 'PassesStored',
  passesQuarantined: 'PassesQuarantined',
  messagesQuarantined: 'MessagesQuarantined',
  messagesRefused: 'MessagesRefused',
  alertsRaised: 'AlertsRaised',
  passesLate: 'PassesLate',
  /** Milliseconds from the broker's receipt to the end of the invocation. */
  ingestAgeMs: 'IngestAgeMs',
  heartbeats: 'Heartbeats',
  gatesOffline: 'GatesOffline',
  /** How often gates were told that their lists are current. */
  listsIndexed: 'ListsIndexed',
  /** Lists that would have been too long, each time that one was made. */
  listsRefused: 'ListsRefused',
  /** Passes whose gate was found to follow, or not to follow, its own readings. */
  passesReplayed: 'PassesReplayed',
  passesDiffering: 'PassesDiffering',
  /** Communities with more passes in a day than are audited. */
  auditsCut: 'AuditsCut',
  /** Communities whose audit is more than a day behind, each time that somebody looked. */
  auditsOverdue: 'AuditsOverdue',
  /** Gates at which passes were found to be missing. */
  gatesMissingPasses: 'GatesMissingPasses',
  passesGivenUp: 'PassesGivenUp',
  resendsAsked: 'ResendsAsked',
  marksSent: 'MarksSent',
  /** Receipts that a ledger had no room for. */
  receiptsNotTaken: 'ReceiptsNotTaken',
  /** Connections of consoles that were not let in, or not left in. */
  consolesRefused: 'ConsolesRefused',
  /** Steps of escalations for which people were told, and those that reached nobody but the operators. */
  escalations: 'Escalations',
  escalationsUnheard: 'EscalationsUnheard',
  /** Messages that a channel did not take. */
  messagesFailed: 'MessagesFailed',
  /** How late people are told, in milliseconds after they should have been. */
  escalationLatenessMs: 'EscalationLatenessMs',
  /** How far the ledgers are behind, in milliseconds. */
  ledgerAgeMs: 'LedgerAgeMs',
} as const;
