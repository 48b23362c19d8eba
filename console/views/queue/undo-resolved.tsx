import { handlingLimits } from '../../../domain/limits/handling.ts';
import type { Alert } from '../../../domain/messages/alert.ts';
import { useTicking } from '../../app/ticker.ts';
import { useSay } from '../../language/text.ts';
import { gateName } from '../../language/wording.ts';
import { useApp } from '../../parts/app-context.ts';

/** Takes back the last wrong tap, as long as that may be. */
export function UndoResolved({ alerts }: { alerts: readonly Alert[] }) {
  const say = useSay();
  const { act, actorIn } = useApp();
  const mine = alerts.filter(({ community, handling, state }) => {
    const me = actorIn(community);
    return (
      state === 'resolved' && handling?.resolvedBy?.subject === me.subject && handling.resolvedBy.guard === me.guard
    );
  });
  const last = mine.toSorted((a, b) => ((a.resolvedAt ?? '') < (b.resolvedAt ?? '') ? 1 : -1))[0];
  const seconds = useTicking((nowMs) => undoSecondsLeft(last, nowMs));
  if (last === undefined || seconds <= 0) return null;
  return (
    <button type="button" class="action plain undo" onClick={() => act(last, { kind: 'reopen' })}>
      {say('act.undo-left', { seconds })}
      <small>
        {gateName(last, say)} · {say(`kind.${last.kind}`)}
      </small>
    </button>
  );
}

function undoSecondsLeft(alert: Alert | undefined, nowMs: number): number {
  if (alert?.resolvedAt === undefined) return 0;
  return Math.max(0, Math.ceil((Date.parse(alert.resolvedAt) + handlingLimits.undoWithinMs - nowMs) / 1_000));
}
