import { preferences } from '../app/preferences.ts';
import { useStore } from '../app/store.ts';
import { canSound } from '../attention/attention.ts';
import { useSay } from '../language/text.ts';
import { useApp } from '../parts/app-context.ts';

/** Nothing as long as all is well; otherwise what is not, in words. */
export function ConnectionLine() {
  const say = useSay();
  const { connection, outbox } = useApp();
  const isOffline = useStore(connection) === 'offline';
  const waiting = useStore(outbox, (state) => state.waiting.length);
  const refused = useStore(outbox, (state) => state.refused);
  const { sound } = useStore(preferences);
  const isHeard = useStore(canSound);
  return (
    <div class="lines" role="status">
      {isOffline && (
        <p class="line line-offline">
          {say('connection.offline-long')}
          {waiting > 0 && <strong> {say('connection.waiting', { count: waiting })}</strong>}
        </p>
      )}
      {refused.length > 0 && (
        <p class="line line-refused">
          <a href={`#alert/${encodeURIComponent(refused[0]?.deed.alertId ?? '')}`}>
            {say('connection.refused', { count: refused.length })}
          </a>
        </p>
      )}
      {sound && !isHeard && <p class="line line-sound">{say('queue.sound-off')}</p>}
    </div>
  );
}
