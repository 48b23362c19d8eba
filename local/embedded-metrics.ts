import * as z from 'zod';
import { parseJson } from '../domain/json.ts';

/** One value that a function measured, as CloudWatch would have taken it from the function's log. */
export interface Metric {
  name: string;
  value: number;
}

const embedded = z.looseObject({
  _aws: z.object({
    CloudWatchMetrics: z.array(z.object({ Metrics: z.array(z.object({ Name: z.string() })) })),
  }),
});
const values = z.union([z.number().transform((value) => [value]), z.array(z.number())]);

/**
 * Metrics in a line of a function's log, in CloudWatch's embedded metric format; none when it is another line.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function readMetrics(line: string): Metric[] {
  if (!line.includes('"_aws"')) return [];
  const parsed = embedded.safeParse(parseJson(line));
  if (!parsed.success) return [];
  const names = new Set(parsed.data._aws.CloudWatchMetrics.flatMap(({ Metrics }) => Metrics.map(({ Name }) => Name)));
  return [...names].flatMap((name) => {
    const found = values.safeParse(parsed.data[name]);
    return found.success ? found.data.map((value) => ({ name, value })) : [];
  });
}
