import { useEffect, useState } from 'preact/hooks';
import type { AnswerOf, RouteName } from '../../domain/api/routes.ts';
import type { Asked, Refusal } from '../api/api.ts';
import { useApp } from './app-context.ts';

/** What the API said last about something, and what it says now. */
export interface Look<Name extends RouteName> {
  answer?: AnswerOf<Name>;
  /** The revision of the answer, where it has one. */
  etag?: string;
  /** When it was answered, in milliseconds: without a network it may be long ago. */
  atMs?: number;
  /** Why it could not be asked just now. */
  refused?: Refusal;
}

const nothingSeen = {};

/**
 * Looks at something by the API as long as it is on screen: what was kept on the phone at once, then what is so now, and
 * again every so many seconds.
 * @returns a look for each that is asked, and a way to ask at once.
 */
export function useLooks<Name extends RouteName>(
  name: Name,
  asked: readonly Asked<Name>[],
  everyS: number,
): { looks: readonly Look<Name>[]; again(): void } {
  const { api, keep } = useApp();
  const [seen, setSeen] = useState<ReadonlyMap<string, Look<Name>>>(new Map());
  const [turn, setTurn] = useState(0);
  const keys = asked.map((one) => `look ${name} ${JSON.stringify(one)}`);
  useEffect(() => {
    let isShown = true;
    const see = (key: string, change: (before: Look<Name>) => Look<Name>) => {
      if (isShown) setSeen((before) => new Map(before).set(key, change(before.get(key) ?? nothingSeen)));
    };
    const look = async (key: string, one: Asked<Name>) => {
      const answered = await api.ask(name, one);
      if ('refused' in answered) return see(key, (before) => ({ ...before, refused: answered.refused }));
      const now = { ...answered, atMs: Date.now() };
      see(key, () => now);
      void keep.write(key, now);
    };
    const lookAtAll = () => asked.forEach((one, index) => void look(keys[index] ?? '', one));
    for (const key of keys) {
      void keep.read<Look<Name>>(key).then((kept) => kept && see(key, (before) => ({ ...kept, ...before })));
    }
    lookAtAll();
    const timer = setInterval(() => document.visibilityState === 'visible' && lookAtAll(), everyS * 1_000);
    return () => {
      isShown = false;
      clearInterval(timer);
    };
  }, [keys.join(), everyS, turn, api, keep]);
  return { looks: keys.map((key) => seen.get(key) ?? nothingSeen), again: () => setTurn(turn + 1) };
}

/** The same for one thing. */
export function useLook<Name extends RouteName>(
  name: Name,
  asked: Asked<Name>,
  everyS: number,
): Look<Name> & { again(): void } {
  const { looks, again } = useLooks(name, [asked], everyS);
  return { ...looks[0], again };
}
