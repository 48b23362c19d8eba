import middy from '@middy/core';
import type { Context, SQSBatchResponse } from 'aws-lambda';
import { createAuditTrail } from '../shared/audit-trail.ts';
import { createKms, createSecretsManager, createSns } from '../shared/aws-clients.ts';
import { alertingEnvironment, compose } from '../shared/compose.ts';
import { readEnvironment } from '../shared/environment.ts';
import { createLog } from '../shared/log.ts';
import { createPushKey } from '../shared/push-key.ts';
import { createPushSubscriptions } from '../shared/push-subscriptions.ts';
import { createTakeTurn } from '../shared/rate-limit.ts';
import { createRetry } from '../shared/retry.ts';
import { createRosters } from '../shared/rosters.ts';
import { createSeals } from '../shared/seals.ts';
import { createSessions } from '../shared/sessions.ts';
import { createWebhookKeys } from '../shared/webhook-keys.ts';
import { createMailChannel } from './channels/mail.ts';
import { createPostOutside } from './channels/post-outside.ts';
import { createPushChannel } from './channels/push.ts';
import { createSmsChannel } from './channels/sms.ts';
import { createVapid } from './channels/vapid.ts';
import { createWebhookChannel } from './channels/webhook.ts';
import { createDueAlerts } from './due-alerts.ts';
import { createEscalate } from './escalate.ts';
import { createTakeGateMessage } from './gate-message.ts';
import { createTellOperators } from './tell-operators.ts';

const environment = readEnvironment(
  ...alertingEnvironment,
  'timeZone',
  'consoleUrl',
  'channels',
  'mailTopicArn',
  'contactsKeyId',
  'pushKeyId',
  'webhookSecretArn',
  'privateReceivers',
);
const common = compose(environment);
const { state, clock } = common;
const sns = createSns();
const kms = createKms();
const log = createLog();
const seals = createSeals(kms, environment.contactsKeyId);
const post = createPostOutside(new Set(environment.privateReceivers.split(',')));
const every = [
  createPushChannel({
    subscriptions: createPushSubscriptions(state, seals),
    sessions: createSessions(state),
    vapid: createVapid(createPushKey(kms, environment.pushKeyId), environment.consoleUrl, clock),
    post,
    clock,
  }),
  createSmsChannel(sns),
  createMailChannel(sns, environment.mailTopicArn),
  createWebhookChannel({
    post,
    keyOf: createWebhookKeys(createSecretsManager(), environment.webhookSecretArn, clock),
    clock,
  }),
];
const chosen = environment.channels.split(',');
const escalate = createEscalate({
  ...common,
  log,
  timeZone: environment.timeZone,
  consoleUrl: environment.consoleUrl,
  channels: every.filter(({ name }) => chosen.includes(name)),
  rosters: createRosters(state, seals),
  takeTurn: createTakeTurn(state),
  tellOperators: createTellOperators(sns, environment.operatorTopicArn),
  auditTrail: createAuditTrail({ state, clock, log }),
  takeGateMessage: createTakeGateMessage(state),
  dueAlerts: createDueAlerts(state),
});

/** Invoked with messages of the queue of escalations, and once a minute by the schedule. */
export const handler = middy<unknown, SQSBatchResponse>()
  .use(common.metrics.flush)
  .handler((event, context: Context) => {
    const remainingMs = () => context.getRemainingTimeInMillis();
    return escalate(event, createRetry(clock, remainingMs), remainingMs);
  });
