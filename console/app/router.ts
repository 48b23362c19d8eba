import { createStore } from './store.ts';

/** What is on screen: a view, and what of it. It stands behind the `#`, which is sent nowhere. */
export interface Place {
  view: string;
  /** As an alert's id. */
  of: string | undefined;
}

function placeOf(hash: string): Place {
  const [view = '', of] = hash.replace(/^#/, '').split('/');
  return { view: view || 'alerts', of: of === undefined ? undefined : decodeURIComponent(of) };
}

export function hashOf({ view, of }: Place): string {
  return `#${view}${of === undefined ? '' : `/${encodeURIComponent(of)}`}`;
}

export const place = createStore(placeOf(location.hash));

addEventListener('hashchange', () => place.set(placeOf(location.hash)));

export function goTo(view: string, of?: string): void {
  location.hash = hashOf({ view, of });
}

/** To where one came from; to the alerts for somebody who opened the page here. */
export function goBack(): void {
  if (history.length > 1) history.back();
  else goTo('alerts');
}
