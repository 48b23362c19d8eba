import type { Alert } from '../../domain/messages/alert.ts';
import { useStore } from '../app/store.ts';
import { useSay } from '../language/text.ts';
import { whereOf } from '../language/wording.ts';
import { useApp } from './app-context.ts';

/** Which gate it is; and of which community, for somebody who has more than one. */
export function Where({ alert }: { alert: Pick<Alert, 'gate' | 'community'> }) {
  const say = useSay();
  const { session } = useApp();
  const isOneOfMany = useStore(session, (now) => now.state === 'signed-in' && now.me.communities.length > 1);
  return <>{whereOf(alert, isOneOfMany, say)}</>;
}
