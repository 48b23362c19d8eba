import '../../look/gates.css';
import { useState } from 'preact/hooks';
import { inOrder } from '../../../domain/alerts/order.ts';
import { useStore } from '../../app/store.ts';
import { useSay } from '../../language/text.ts';
import { gateName } from '../../language/wording.ts';
import { Ago } from '../../parts/ago.tsx';
import { useApp } from '../../parts/app-context.ts';
import { Back } from '../../parts/back.tsx';
import { Icon } from '../../parts/icon.tsx';
import { LookState } from '../../parts/look-state.tsx';
import { Page } from '../../parts/page.tsx';
import { useLook } from '../../parts/use-look.ts';
import { useMe } from '../../parts/use-me.ts';
import { OpenBarrier } from '../alert/open-barrier.tsx';
import { AlertCard } from '../queue/alert-card.tsx';
import { type Gate, type Standing, standingOf } from './condition.ts';
import { GateMark } from './gate-mark.tsx';
import { Health } from './health.tsx';
import { Hours } from './hours.tsx';
import { Troubles } from './troubles.tsx';
import { useDeviceAlerts } from './use-device-alerts.ts';

const everyS = 15;

/** A gate: how it is, what waits there, its last hours, and its barrier. */
export function GateView({ of: gate = '' }: { of: string | undefined }) {
  const say = useSay();
  const look = useLook('getGate', { in: { gate } }, everyS);
  const deviceAlerts = useDeviceAlerts();
  if (look.answer) return <Shown standing={standingOf(look.answer, deviceAlerts)} look={look} />;
  return (
    <Page title={look.refused ? say('problem.not-found') : say('app.loading')} head={<Back />}>
      <LookState looks={[look]} />
    </Page>
  );
}

function Shown({ standing, look }: { standing: Standing; look: Parameters<typeof LookState>[0]['looks'][number] }) {
  const say = useSay();
  const { role } = useMe();
  const { gate, condition } = standing;
  const since = gate.connected ? gate.lastHeartbeatAt : (gate.offlineSince ?? gate.lastHeartbeatAt);
  const head = (
    <>
      <Back />
      <p class="alert-sign">
        <GateMark condition={condition} />
        {say(`condition.${condition}`)}
      </p>
      <p class="alert-where">
        {gate.community} · {say(gate.connected ? 'gates.online' : 'gates.offline')}
        {since && (
          <>
            {' · '}
            <Ago at={since} />
          </>
        )}
      </p>
    </>
  );
  return (
    <Page
      title={gateName(gate, say)}
      head={head}
      tone={`alert-tone ${condition}`}
      actions={role === 'guard' && <Barrier gate={gate} />}
    >
      <LookState looks={[look]} />
      <p class="facts gate-troubles">
        <Troubles standing={standing} />
      </p>
      <Waiting gate={gate} />
      {role !== 'operator' && <Hours gate={gate.gate} />}
      <Health gate={gate} />
    </Page>
  );
}

/** Alerts at this gate that are not resolved. */
function Waiting({ gate }: { gate: Gate }) {
  const say = useSay();
  const { known } = useApp();
  const { alerts } = useStore(known);
  const here = inOrder([...alerts.values()].filter((one) => one.gate === gate.gate && one.state !== 'resolved'));
  if (here.length === 0) return null;
  return (
    <section>
      <h2 class="section-head">{say('gates.alerts-here')}</h2>
      <ul class="cards">
        {here.map((alert) => (
          <li key={alert.alertId}>
            <AlertCard alert={alert} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Barrier({ gate }: { gate: Gate }) {
  const say = useSay();
  const [isOpening, setOpening] = useState(false);
  return (
    <>
      <button type="button" class="action plain" disabled={!gate.connected} onClick={() => setOpening(true)}>
        <Icon name="barrier" />
        {say(gate.connected ? 'act.open-barrier' : 'gates.cannot-open')}
      </button>
      {isOpening && <OpenBarrier at={gate} onClose={() => setOpening(false)} />}
    </>
  );
}
