import { preferences } from '../app/preferences.ts';
import { createStore, useStore } from '../app/store.ts';
import type { zh } from './zh.ts';

/** The name of a text. Chinese is written first, and says which there are. */
export type TextKey = keyof typeof zh;
export type Language = Readonly<Record<TextKey, string>>;
export type Say = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;

/** What is spoken now; undefined until it has been loaded. */
export const language = createStore<Language | undefined>(undefined);

export async function loadLanguage(): Promise<void> {
  const wanted = preferences.get().language;
  const loaded = wanted === 'zh' ? (await import('./zh.ts')).zh : (await import('./en.ts')).en;
  // Somebody may have chosen another one meanwhile.
  if (preferences.get().language === wanted) language.set(loaded);
}

/** Fills `{name}` in. */
export function filled(text: string, values: Readonly<Record<string, string | number>> = {}): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

export const say: Say = (key, values) => filled(language.get()?.[key] ?? '', values);

/** Whether there is a text of this name, for names that are put together. */
export function isText(key: string): key is TextKey {
  return Object.hasOwn(language.get() ?? {}, key);
}

/** The same for a component: it is drawn again when the language changes. */
export function useSay(): Say {
  useStore(language);
  return say;
}
