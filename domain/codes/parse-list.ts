import type * as z from 'zod';
import { type ListName, listMessages } from '../messages/lists.ts';
import type { HeldLists } from './held-lists.ts';

/** The message of one list. */
export type List<Name extends ListName> = NonNullable<HeldLists[Name]>;

const schemas: { [Name in ListName]: z.ZodType<List<Name>> } = listMessages;

/** @returns undefined for what is no such list. */
export function parseList<Name extends ListName>(name: Name, json: unknown): List<Name> | undefined {
  const list = schemas[name].safeParse(json);
  return list.success ? list.data : undefined;
}
