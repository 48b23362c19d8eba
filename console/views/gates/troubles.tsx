import { useSay } from '../../language/text.ts';
import type { Standing } from './condition.ts';

/** What is wrong with a gate, in words; that nothing is, too. */
export function Troubles({ standing: { gate, troubles } }: { standing: Standing }) {
  const say = useSay();
  const count = gate.health?.outboxPasses ?? 0;
  if (troubles.length === 0) return <span class="card-because">{say('gates.no-trouble')}</span>;
  return troubles.map((trouble) => (
    <span key={trouble} class="card-because trouble">
      {say(`trouble.${trouble}`, { count })}
    </span>
  ));
}
