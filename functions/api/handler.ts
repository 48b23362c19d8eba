import { randomUUID } from 'node:crypto';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { createAuditTrail } from '../shared/audit-trail.ts';
import { createKms, createSecretsManager } from '../shared/aws-clients.ts';
import { createCommands } from '../shared/commands.ts';
import { alertingEnvironment, compose } from '../shared/compose.ts';
import { createDisconnect } from '../shared/disconnect.ts';
import { readEnvironment } from '../shared/environment.ts';
import { createLog } from '../shared/log.ts';
import { createNonces } from '../shared/nonces.ts';
import { createPushKey } from '../shared/push-key.ts';
import { createPushSubscriptions } from '../shared/push-subscriptions.ts';
import { createTakeTurn } from '../shared/rate-limit.ts';
import { createRetry } from '../shared/retry.ts';
import { createRosters } from '../shared/rosters.ts';
import { createSeals } from '../shared/seals.ts';
import { createSessions } from '../shared/sessions.ts';
import { createWebhookKeys } from '../shared/webhook-keys.ts';
import { type HttpAnswer, problemAnswer } from './answer.ts';
import { createApi } from './api.ts';
import { createBarrierHandlers } from './barriers.ts';
import { createCommunities } from './communities.ts';
import { createGetFigures } from './figures.ts';
import { createGateConfigs } from './gate-configs.ts';
import { createGateHandlers } from './gates.ts';
import { createAlertHandlers, createTakeOver } from './handle-alert.ts';
import { createIdempotency } from './idempotency.ts';
import { createListAlerts, readUnresolved } from './list-alerts.ts';
import { createGetLoad } from './load.ts';
import { createPassHandlers } from './passes.ts';
import { createPushHandlers } from './pushes.ts';
import { createReadPasses } from './read-passes.ts';
import { createRosterHandlers } from './rosters.ts';
import { createSessionHandlers } from './session-handlers.ts';
import { createEndShifts } from './shifts/end-shift.ts';
import { createGuardHandlers } from './shifts/guard-handlers.ts';
import { createGuards } from './shifts/guards-store.ts';
import { createOnDuty } from './shifts/on-duty.ts';
import { createShiftHandlers } from './shifts/shift-handlers.ts';
import { createShifts } from './shifts/shifts-store.ts';
import { createWrongPinCounts } from './shifts/wrong-pins-store.ts';
import { createSignPass } from './sign-passes.ts';
import { createCodeHandlers } from './visitor-codes.ts';

const environment = readEnvironment(
  ...alertingEnvironment,
  'passesTable',
  'timeZone',
  'signingKeyIds',
  'contactsKeyId',
  'pushKeyId',
  'webhookSecretArn',
);
const common = compose(environment);
const { state, clock, iotData, client } = common;
const log = createLog();
const communities = createCommunities(state);
const sessions = createSessions(state);
const shifts = createShifts(state);
const kms = createKms();
const seals = createSeals(kms, environment.contactsKeyId);
const parts = {
  ...common,
  communities,
  auditTrail: createAuditTrail({ state, clock, log }),
  gateConfigs: createGateConfigs(state, iotData),
  commands: createCommands({ state, clock, iotData, nonces: createNonces(state), newId: () => randomUUID() }),
  takeTurn: createTakeTurn(state),
  guards: createGuards(state),
  shifts,
  onDuty: createOnDuty(shifts),
  rosters: createRosters(state, seals),
  webhookKeyOf: createWebhookKeys(createSecretsManager(), environment.webhookSecretArn, clock),
  pushKey: createPushKey(kms, environment.pushKeyId),
  pushes: createPushSubscriptions(state, seals),
  readPasses: createReadPasses({ client, name: environment.passesTable }, environment.timeZone),
  signPass: createSignPass(kms, environment.signingKeyIds.split(',').at(-1) ?? ''),
};
const answer = createApi({
  clock,
  sessions,
  idempotency: createIdempotency(state),
  handlers: {
    listAlerts: createListAlerts(state, communities),
    ...createAlertHandlers(parts),
    ...createPassHandlers(parts.readPasses, communities),
    getFigures: createGetFigures(parts.readPasses, communities, environment.timeZone),
    ...createGateHandlers(parts),
    ...createBarrierHandlers(parts),
    ...createCodeHandlers(parts),
    ...createRosterHandlers(parts),
    ...createPushHandlers(parts),
    getLoad: createGetLoad(state, communities),
    ...createGuardHandlers(parts),
    ...createShiftHandlers({
      ...parts,
      wrongPins: createWrongPinCounts(state),
      readUnresolved: (place, retry) => readUnresolved(state, place, retry),
      takeOver: createTakeOver(parts),
    }),
    ...createSessionHandlers({
      sessions,
      communities,
      disconnect: createDisconnect(iotData),
      endShifts: createEndShifts(parts),
    }),
  },
});

/** Invoked by API Gateway. Who asks learns nothing of what went wrong here; the log learns its kind (law 6). */
export const handler = middy<unknown, HttpAnswer>()
  .use(common.metrics.flush)
  .onError((request) => {
    log.warn('a request failed', { error: request.error?.name ?? 'unknown' });
    return problemAnswer({ problem: 'internal' });
  })
  .handler((event, context: Context) =>
    answer(
      event,
      createRetry(clock, () => context.getRemainingTimeInMillis()),
    ),
  );
