import { useEffect, useState } from 'preact/hooks';
import { screeningLimits } from '../../../domain/limits/screening.ts';
import type { Alert } from '../../../domain/messages/alert.ts';
import { preferences } from '../../app/preferences.ts';
import { useStore } from '../../app/store.ts';
import { keepLimits } from '../../limits.ts';
import { useApp } from '../../parts/app-context.ts';
import { type Content, loadPlaybook } from './playbooks.ts';
import { type At, standOf, type Taken, type Walks, withWalk } from './walk-state.ts';

/** A walk through the playbook of an alert. */
export interface Walking {
  kind: Alert['kind'];
  content: Content | undefined;
  done: readonly Taken[];
  at: At;
  contactLimitC: number;
  take(answer?: string): void;
  back(): void;
}

/** It is taken up where it was left, on this phone. */
export function useWalk(alert: Alert): Walking {
  const { keep, session } = useApp();
  const { alertId, kind } = alert;
  const now = useStore(session);
  const { language } = useStore(preferences);
  const [content, setContent] = useState<Content>();
  const [taken, setTaken] = useState<readonly Taken[]>([]);
  const contactLimitC = useContactLimit(alert);
  useEffect(() => void loadPlaybook(kind, language).then(setContent), [kind, language]);
  useEffect(() => void keep.read<Walks>('walks').then((walks) => setTaken(walks?.get(alertId) ?? [])), [alertId, keep]);

  const walked = (next: readonly Taken[]) => {
    setTaken(next);
    void keep
      .read<Walks>('walks')
      .then((walks = new Map()) => keep.write('walks', withWalk(walks, alertId, next, keepLimits.walksMax)));
  };
  const isOperator = now.state === 'signed-in' && now.me.role === 'operator';
  const begin = content?.playbook.begin;
  const first = (isOperator ? begin?.operator : undefined) ?? begin?.guard ?? '';
  const { done, at } = content ? standOf(content.playbook, first, taken) : { done: [], at: undefined };
  return {
    kind,
    content,
    done,
    at,
    contactLimitC,
    take: (answer) => at !== undefined && 'step' in at && walked([...done, { step: at.step, answer }]),
    back: () => walked(done.slice(0, -1)),
  };
}

/** The gate's own limit, once it is known; it is the same for months, and kept. */
function useContactLimit({ gate, handling }: Alert): number {
  const { api, keep } = useApp();
  const [limitC, setLimit] = useState<number>();
  useEffect(() => {
    const name = `limit ${gate}`;
    void keep.read<number>(name).then((kept) => kept !== undefined && setLimit((now) => now ?? kept));
    void api.ask('getConfig', { in: { gate } }).then((answered) => {
      if (!('answer' in answered)) return;
      setLimit(answered.answer.contactLimitC);
      void keep.write(name, answered.answer.contactLimitC);
    });
  }, [gate, api, keep]);
  return limitC ?? handling?.measurement?.contactLimitC ?? screeningLimits.contactLimitC;
}
