import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { AlertGroup } from '../../../domain/alerts/order.ts';
import type { Alert } from '../../../domain/messages/alert.ts';
import { useSay } from '../../language/text.ts';
import { AlertCard } from './alert-card.tsx';

/** A screen or two; the others are drawn when somebody scrolls to where they are. */
const drawnAtATime = 40;

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
  const [drawn, setDrawn] = useState(drawnAtATime);
  if (groups.length === 0) return null;
  return (
    <section aria-labelledby={headingId}>
      <h2 id={headingId} class={isQuiet ? 'section-head' : 'unseen'}>
        {label}
      </h2>
      <ul class="cards">
        {groups.slice(0, drawn).map((group) => (
          <li key={group.alerts.at(-1)?.alertId}>
            <Group group={group} />
          </li>
        ))}
      </ul>
      {drawn < groups.length && <Further onSeen={() => setDrawn(drawn + drawnAtATime)} />}
    </section>
  );
}

function Group({ group: { alerts } }: { group: AlertGroup<Alert> }) {
  const say = useSay();
  const [first, ...others] = alerts;
  if (first === undefined) return null;
  if (others.length === 0) return <AlertCard alert={first} />;
  return (
    <>
      <AlertCard alert={first} />
      <details class="more-here">
        <summary>{say('queue.more-here', { count: others.length })}</summary>
        {others.map((alert) => (
          <AlertCard key={alert.alertId} alert={alert} />
        ))}
      </details>
    </>
  );
}

/** The end of what is drawn; told when it comes near. */
function Further({ onSeen }: { onSeen(): void }) {
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!end.current) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && onSeen(), { rootMargin: '800px' });
    observer.observe(end.current);
    return () => observer.disconnect();
  });
  return <div ref={end} class="further" />;
}
