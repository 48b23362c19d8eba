import { heldBy } from '../../../domain/alerts/life-cycle.ts';
import type { Alert } from '../../../domain/messages/alert.ts';
import { useStore } from '../../app/store.ts';
import { useSay } from '../../language/text.ts';
import { problemText, whoText } from '../../language/wording.ts';
import { withoutRefusal } from '../../outbox/outbox.ts';
import { useApp } from '../../parts/app-context.ts';

/** What somebody did here and was not done: who was first, and why. It stays until they have seen it. */
export function Notice({ alert }: { alert: Alert }) {
  const say = useSay();
  const { outbox, actorIn, shifts } = useApp();
  const labels = useStore(shifts.labels);
  const refused = useStore(outbox, (state) => state.refused.find(({ deed }) => deed.alertId === alert.alertId));
  if (refused === undefined) return null;
  const { community, handling } = alert;
  const first = alert.state === 'resolved' ? handling?.resolvedBy : heldBy(alert);
  const who = whoText(first, actorIn(community), { labels, community }, say);
  return (
    <div class="notice" role="alert">
      <p>
        <strong>{say('notice.not-done', { what: problemText(refused, say) })}</strong>
      </p>
      <p>{say('notice.first', { who })}</p>
      <button
        type="button"
        class="action plain"
        onClick={() => outbox.set(withoutRefusal(outbox.get(), alert.alertId))}
      >
        {say('notice.seen')}
      </button>
    </div>
  );
}
