import { type TextKey, useSay } from '../../language/text.ts';
import { Ago } from '../../parts/ago.tsx';
import type { Gate } from './condition.ts';

/** What a gate said of itself last, part by part. */
export function Health({
  gate: { health, firmware, configVersion, lists, listsAgeS, lastHeartbeatAt },
}: {
  gate: Gate;
}) {
  const say = useSay();
  const versions = lists && `${lists.keys ?? '–'} / ${lists.revocations ?? '–'} / ${lists.statuses ?? '–'}`;
  const facts: readonly (readonly [TextKey, preact.ComponentChildren])[] = [
    ['gates.heard', lastHeartbeatAt && <Ago at={lastHeartbeatAt} />],
    ['gates.sensor', health && say(`part.${health.sensor}`)],
    ['gates.scanner', health && say(`part.${health.scanner}`)],
    ['gates.barrier', health && say(`part.${health.barrier}`)],
    ['gates.outbox', health && say('gates.passes', { count: health.outboxPasses })],
    ['gates.sent', health && say('gates.passes', { count: health.sentPasses })],
    ['gates.firmware', firmware],
    ['gates.config', configVersion],
    ['gates.lists', versions],
    ['gates.lists-age', listsAgeS !== undefined && listsAgeS !== null && say('gates.seconds', { count: listsAgeS })],
  ];
  return (
    <section class="facts" aria-label={say('gates.health')}>
      <dl class="health">
        {facts.map(([key, value]) =>
          value === undefined || value === false ? null : (
            <div key={key}>
              <dt>{say(key)}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
    </section>
  );
}
