import { hashOf } from '../../app/router.ts';
import { useStore } from '../../app/store.ts';
import { useSay } from '../../language/text.ts';
import { Ago } from '../../parts/ago.tsx';
import { useApp } from '../../parts/app-context.ts';
import { Where } from '../../parts/where.tsx';
import type { Standing } from './condition.ts';
import { GateMark } from './gate-mark.tsx';
import { Troubles } from './troubles.tsx';

/** One gate at a glance: how it is, what is wrong, since when, and whether somebody waits there. */
export function GateCard({ standing }: { standing: Standing }) {
  const say = useSay();
  const { known } = useApp();
  const { gate, condition } = standing;
  const open = useStore(
    known,
    ({ alerts }) => [...alerts.values()].filter((alert) => alert.gate === gate.gate && alert.state === 'open').length,
  );
  const since = gate.connected ? undefined : (gate.offlineSince ?? gate.lastHeartbeatAt);
  return (
    <a class={`card ${condition}`} href={hashOf({ view: 'gate', of: gate.gate })}>
      <span class="card-mark">
        <GateMark condition={condition} />
        <span class="card-word">{say(`condition.${condition}`)}</span>
      </span>
      <span class="card-text">
        <span class="card-top">
          <strong class="card-what">
            <Where alert={gate} />
          </strong>
          {since && <Ago at={since} />}
        </span>
        <Troubles standing={standing} />
        {open > 0 && (
          <span class="signs">
            <span class="sign">{say('gates.open-alerts', { count: open })}</span>
          </span>
        )}
      </span>
    </a>
  );
}
