import * as z from 'zod';
import { gateConfig } from '../../domain/messages/config.ts';
import type { Fault, FaultKind } from '../faults/fault.ts';
import { simLimits } from '../limits.ts';
import type { Scenario } from './scenario.ts';
import { share, worldShape } from './world-shape.ts';

/*
 * What a scenario of a user's own has to look like: nobody checks the types of a file that is only run. The compiler
 * sees to it that whatever passes here is a Scenario.
 */

const positive = z.number().positive();
const whole = z.int().positive();
const spell = { meanEveryS: positive, forS: positive };

const fault = <Kind extends FaultKind, Fields extends z.ZodRawShape>(kind: Kind, fields: Fields) =>
  z.strictObject({ kind: z.literal(kind), ...fields });

const faultShape: z.ZodType<Fault> = z.discriminatedUnion('kind', [
  fault('outage', spell),
  fault('lost-message', { share }),
  fault('lost-acknowledgement', { share }),
  fault('delayed-delivery', { share, meanByS: positive }),
  fault('doubled-delivery', { share }),
  fault('reordered-delivery', { share }),
  fault('half-open', { meanEveryS: positive }),
  fault('slow-link', { ...spell, bytesPerS: positive }),
  fault('clock-drift', { ppmMax: positive }),
  fault('clock-jump', { ...spell, maxS: positive }),
  fault('power-cut', spell),
  fault('full-outbox', { meanEveryS: positive, outboxPassesMax: whole }),
  fault('wrong-config', { meanEveryS: positive }),
  fault('certificate-revoked', { gates: whole, afterS: positive }),
  fault('certificate-expired', { gates: whole, afterS: positive, forS: positive }),
  fault('hostile', { meanEveryS: positive, gates: whole }),
]);

export const scenarioShape: z.ZodType<Scenario> = z.strictObject({
  about: z.string().min(1),
  gates: whole.max(simLimits.gatesMax),
  ratePerS: positive.max(simLimits.ratePerSMax),
  durationS: positive.max(simLimits.durationSMax),
  sending: z
    .strictObject({
      lingerS: gateConfig.shape.lingerS.exactOptional(),
      passesPerMessage: gateConfig.shape.passesPerMessage.exactOptional(),
      drain: gateConfig.shape.drain.unwrap().exactOptional(),
    })
    .exactOptional(),
  world: worldShape,
  faults: z.array(faultShape),
});
