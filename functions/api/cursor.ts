import type * as z from 'zod';
import { parseJson } from '../../domain/json.ts';

/** Where a page ended, as a text for a URL. It holds no place: whose data follow is decided anew for each page. */
export function toCursor(position: unknown): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** @returns undefined for what is no cursor of this shape. */
export function fromCursor<Position>(cursor: string, shape: z.ZodType<Position>): Position | undefined {
  return shape.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString())).data;
}
