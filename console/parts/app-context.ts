import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { App } from '../app/app.ts';

export const AppContext = createContext<App | undefined>(undefined);

/** What all views share. */
export function useApp(): App {
  const app = useContext(AppContext);
  if (app === undefined) throw new Error('A view is drawn within the app.');
  return app;
}
