import * as z from 'zod';
import { epoch, seq } from '../messages/fields.ts';
import { sensorFault } from '../messages/pass.ts';
import type { Replayed } from './replay.ts';

const window = z.object({ day: z.string(), recent: z.array(z.int()), lastDayMedian: z.int().nullable() });

/** How far a replay had come, as it is kept from one day to the next. */
export const storedReplay: z.ZodType<Replayed> = z.object({
  last: z.object({ epoch, seq }),
  knowledge: z.object({
    state: z.object({
      places: z.tuple([window], window),
      ambient: window,
      tooWarm: z.array(z.boolean()),
      suspected: z.array(sensorFault),
    }),
    isWhole: z.boolean(),
    isTooWarmKnown: z.boolean(),
    unknownFaults: z.array(sensorFault),
  }),
});
