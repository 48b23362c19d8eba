import * as z from 'zod';
import { apiLimits } from '../limits/api.ts';
import { reply } from '../messages/command.ts';
import { gateConfig } from '../messages/config.ts';
import { configVersion, id, instant, skinC } from '../messages/fields.ts';
import { pass } from '../messages/pass.ts';
import { heartbeat } from '../messages/status.ts';
import { reasonText } from './fields.ts';
import { change, read } from './route.ts';

/** How a gate is, as it said itself and as the cloud knows. */
export const gateShown = z.object({
  gate: id,
  district: id,
  community: id,
  connected: z.boolean(),
  disabled: z.boolean(),
  offlineSince: instant.optional(),
  lastHeartbeatAt: instant.optional(),
  firmware: heartbeat.shape.firmware.optional(),
  health: heartbeat.shape.health.optional(),
  lists: heartbeat.shape.lists,
  listsAgeS: heartbeat.shape.listsAgeS.describe('when the last heartbeat was sent'),
  configVersion: configVersion.describe('that the gate said it holds'),
});

/** Some minutes at a gate. */
const chartStep = z.object({
  from: instant,
  passes: z.int().min(0),
  lowestC: skinC.nullable(),
  medianC: skinC.nullable(),
  highestC: skinC.nullable(),
  baselineC: skinC.nullable().describe('of the last pass that carried one'),
});

export const gateHours = z.object({
  stepS: z.literal(apiLimits.chartStepMs / 1_000),
  steps: z.array(chartStep).describe('oldest first; without those in which nobody passed'),
  alarms: z
    .array(pass.pick({ at: true, skinC: true, baselineC: true, reason: true, contactC: true }))
    .max(apiLimits.chartAlarmsMax)
    .describe('who was not let in at once, oldest first'),
  complete: z.boolean().describe('false: there were more passes than a chart is made of, and the oldest are left out'),
});

/** All of a config that is chosen; its version and time are not. */
const chosenConfig = z.strictObject(gateConfig.omit({ version: true, issuedAt: true }).shape);

export const commandShown = z.object({
  commandId: z.uuid(),
  kind: z.enum(['open', 'resend']),
  state: reply.shape.state.or(z.literal('sent')).describe('sent: the gate has not answered yet'),
  sentAt: instant,
  deadline: instant.describe("by the gate's clock"),
  answeredAt: instant.optional(),
  detail: reply.shape.detail,
});

/** Gates, their configs, and their barriers. */
export const gateRoutes = {
  listGates: read('/communities/{community}/gates', 'Gates of a community', z.object({ gates: z.array(gateShown) })),
  getGate: read('/gates/{gate}', 'How a gate is', gateShown),
  getGateHours: read(
    '/gates/{gate}/hours',
    'The last hours at a gate, for a chart',
    gateHours,
    z.strictObject({ hours: z.coerce.number().int().min(1).max(apiLimits.chartHoursMax).default(4) }),
  ),
  getConfig: read(
    '/gates/{gate}/config',
    'The config that a gate was given last, with its version as ETag',
    gateConfig,
  ),
  putConfig: change(
    'PUT',
    '/gates/{gate}/config',
    'Gives a gate its next config, which it gets when it is there',
    { body: chosenConfig, answer: gateConfig },
    { ifMatch: true },
  ),
  openBarrier: change(
    'POST',
    '/gates/{gate}/open',
    'Opens the barrier now, if the gate is there: it has ten seconds',
    { body: z.strictObject({ reason: reasonText }), answer: z.object({ commandId: z.uuid() }) },
    { status: 202, idempotencyKey: true },
  ),
  getCommand: read('/gates/{gate}/commands/{command}', 'What became of a command', commandShown),
};
