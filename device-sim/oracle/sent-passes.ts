import * as z from 'zod';
import { parseJson } from '../../domain/json.ts';
import { epoch, seq } from '../../domain/messages/fields.ts';

const numbered = z.object({ epoch, seq });
const message = z.object({ passes: z.array(z.unknown()) });

/** The numbers of the passes in what a gate sent: in a message, or in one pass alone. What has none is passed over. */
export function passesIn(bytes: Uint8Array): z.infer<typeof numbered>[] {
  const json = parseJson(new TextDecoder().decode(bytes));
  const envelope = message.safeParse(json);
  const passes = envelope.success ? envelope.data.passes : [json];
  return passes.flatMap((one) => numbered.safeParse(one).data ?? []);
}
