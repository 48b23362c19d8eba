import type { Me } from '../alerts/follow.ts';
import { useStore } from '../app/store.ts';
import { useApp } from './app-context.ts';

const nobody: Me = { subject: '', role: 'guard', communities: [], hears: [] };

/** Who is signed in; nobody for the moment in which a sign-in ends. */
export function useMe(): Me {
  const { session } = useApp();
  return useStore(session, (now) => (now.state === 'signed-in' ? now.me : nobody));
}
