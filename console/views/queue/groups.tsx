import { useId, useMemo, useState } from 'preact/hooks';
import type { AlertGroup } from '../../../domain/alerts/order.ts';
import type { Alert } from '../../../domain/messages/alert.ts';
import { useSay } from '../../language/text.ts';
import { AlertCard } from './alert-card.tsx';
import { DrawnWhenNear } from './drawn-when-near.tsx';

/** Alerts as cards; what came at once at one gate is one card that opens. */
export function Groups({
  label,
  groups,
  isQuiet = false,
}: {
  label: string;
  groups: readonly AlertGroup<Alert>[];
  isQuiet?: boolean;
}) {
  const headingId = useId();
  if (groups.length === 0) return null;
  return (
    <section aria-labelledby={headingId}>
      <h2 id={headingId} class={isQuiet ? 'section-head' : 'unseen'}>
        {label}
      </h2>
      <DrawnWhenNear items={groups}>
        {(group) => (
          <li key={group.alerts.at(-1)?.alertId}>
            <Group group={group} />
          </li>
        )}
      </DrawnWhenNear>
    </section>
  );
}

function Group({ group: { alerts } }: { group: AlertGroup<Alert> }) {
  const say = useSay();
  const [isOpen, setOpen] = useState(false);
  const [first, ...others] = alerts;
  const card = useMemo(() => first && <AlertCard alert={first} />, [first]);
  if (first === undefined) return null;
  return (
    <>
      {card}
      {others.length > 0 && (
        <details class="more-here" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
          <summary>{say('queue.more-here', { count: others.length })}</summary>
          {isOpen && (
            <DrawnWhenNear items={others}>
              {(alert) => (
                <li key={alert.alertId}>
                  <AlertCard alert={alert} />
                </li>
              )}
            </DrawnWhenNear>
          )}
        </details>
      )}
    </>
  );
}
