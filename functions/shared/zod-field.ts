import type * as z from 'zod';

/** The first field that is wrong, as `health.sensor`: names of the contract and positions, never content. */
export function firstField(error: z.ZodError): { field?: string } {
  const path = error.issues[0]?.path.join('.');
  return path ? { field: path } : {};
}
