import * as z from 'zod';
import { instant } from '../messages/fields.ts';
import { pass } from '../messages/pass.ts';
import { read } from './route.ts';

const count = z.int().min(0);

/** Each pass is admitted, rechecked or refused: those three come to `passes`. */
const counts = {
  passes: count.describe('each once, however often it was sent'),
  admitted: count,
  rechecked: count,
  refused: count,
  again: count.describe('of the passes: those that measured somebody again who had been held'),
  measured: count.describe('of the passes: those with a contact thermometer'),
  confirmed: count.describe('of the measured ones: those that it found too warm, too'),
};

export const dayFigures = z.object({
  day: z.iso.date(),
  ...counts,
  hours: z
    .array(z.object({ hour: z.int().min(0).max(23).describe('on the walls of the community'), ...counts }))
    .describe('in order; without those in which nobody passed. They come to the figures of the day'),
  reasons: z
    .array(z.object({ verdict: pass.shape.verdict.exclude(['admit']), reason: pass.shape.reason, passes: count }))
    .describe('why people were rechecked or refused, most frequent first'),
  asOf: instant,
  complete: z.boolean().describe('false: there were more passes than are read at once, and the earliest are left out'),
});

/** Figures of a community, recomputed from its passes each time: no count is kept that could be wrong. */
export const figureRoutes = {
  getFigures: read(
    '/communities/{community}/figures',
    'What a day was like at the gates of a community, by the hour',
    dayFigures,
    z.strictObject({
      day: z.iso.date().optional().describe('in the time zone of the deployment; today unless it is given'),
    }),
  ),
};
