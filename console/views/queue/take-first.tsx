import type { Alert } from '../../../domain/messages/alert.ts';
import { severityOf } from '../../alerts/severity.ts';
import { goTo } from '../../app/router.ts';
import { useSay } from '../../language/text.ts';
import { gateName } from '../../language/wording.ts';
import { useApp } from '../../parts/app-context.ts';
import { SeverityMark } from '../../parts/severity-mark.tsx';

/** The one thing to do now, under the thumb: takes the first alert in hand and shows what to do about it. */
export function TakeFirst({ alert }: { alert: Alert | undefined }) {
  const say = useSay();
  const { act } = useApp();
  if (alert === undefined) return null;
  const severity = severityOf(alert);
  const take = () => {
    act(alert, { kind: 'acknowledge' });
    goTo('alert', alert.alertId);
  };
  return (
    <button type="button" class={`action take ${severity}`} onClick={take}>
      <SeverityMark severity={severity} />
      <span>
        {say('queue.take')}
        <small>
          {gateName(alert, say)} · {say(`kind.${alert.kind}`)}
        </small>
      </span>
    </button>
  );
}
