import * as z from 'zod';
import { toPlain } from './claims.ts';

/**
 * The EU's digital COVID certificate, schema 1.3: the form, not the value sets, which change and are no reason to
 * send a person away. Dates may carry a time, as some issuers write them.
 */
const text = z.string().max(80);
const transliterated = z
  .string()
  .regex(/^[A-Z<]*$/)
  .max(80)
  .optional();
const country = z.string().regex(/^[A-Z]{1,10}$/);
const date = z.string().regex(/^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d(:?\d\d)?)?)?$/);
const dateTime = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d(:?\d\d)?)?$/);
const dose = z.int().min(1);

const common = { tg: text, co: country, is: text, ci: text };
const vaccination = z.object({ ...common, vp: text, mp: text, ma: text, dn: dose, sd: dose, dt: date });
const test = z.object({
  ...common,
  tt: text,
  nm: text.optional(),
  ma: text.optional(),
  sc: dateTime,
  tr: text,
  tc: text.optional(),
});
const recovery = z.object({ ...common, fr: date, df: date, du: date });

const certificate = z.object({
  ver: z.string().regex(/^\d+\.\d+\.\d+$/),
  nam: z
    .object({ fn: text.optional(), fnt: transliterated, gn: text.optional(), gnt: transliterated })
    .refine(({ fnt, gnt }) => fnt !== undefined || gnt !== undefined),
  dob: z.string().regex(/^((19|20)\d\d(-\d\d){0,2})?$/),
  v: z.tuple([vaccination]).optional(),
  t: z.tuple([test]).optional(),
  r: z.tuple([recovery]).optional(),
});

export const healthStatements = ['test', 'vaccination', 'recovery'] as const;
export type HealthStatement = (typeof healthStatements)[number];

/** What a gate needs of a health certificate. Whose it is stays in the code (law 6). */
export interface HealthCertificate {
  kind: HealthStatement;
  /** The issuer's own number for it (UVCI). */
  id: string;
}

/** The number of the first, and so far only, form of health certificate within its claim. */
const firstForm = 1;

export function parseHealthCertificate(claim: ReadonlyMap<unknown, unknown>): HealthCertificate | 'claims' | 'schema' {
  const content = claim.get(firstForm);
  if (!(content instanceof Map)) return 'claims';
  const read = certificate.safeParse(toPlain(content));
  if (!read.success) return 'schema';
  const { v, t, r } = read.data;
  // One statement in one code: which of two would count?
  const statements = [
    ...(v ? [{ kind: 'vaccination', id: v[0].ci } as const] : []),
    ...(t ? [{ kind: 'test', id: t[0].ci } as const] : []),
    ...(r ? [{ kind: 'recovery', id: r[0].ci } as const] : []),
  ];
  const [statement] = statements;
  return statement && statements.length === 1 ? statement : 'schema';
}
