import '../../look/gates.css';
import { useSay } from '../../language/text.ts';
import { CommunityChoice, useCommunity } from '../../parts/community-choice.tsx';
import { LookState } from '../../parts/look-state.tsx';
import { Page } from '../../parts/page.tsx';
import { useLooks } from '../../parts/use-look.ts';
import { useMe } from '../../parts/use-me.ts';
import { standingOf, worstFirst } from './condition.ts';
import { GateCard } from './gate-card.tsx';
import { useDeviceAlerts } from './use-device-alerts.ts';

/** Whoever has more communities than this chooses one: each is a request, and nobody reads more than these gates. */
const communitiesAtOnce = 8;
const everyS = 20;

/** The gates of somebody's communities, worst first. */
export function GatesView() {
  const say = useSay();
  const { communities } = useMe();
  const chosen = useCommunity();
  const deviceAlerts = useDeviceAlerts();
  const isAll = communities.length <= communitiesAtOnce;
  const shown = isAll ? communities.map(({ community }) => community) : [chosen];
  const { looks } = useLooks(
    'listGates',
    shown.map((community) => ({ in: { community } })),
    everyS,
  );
  const gates = worstFirst(
    looks.flatMap(({ answer }) => answer?.gates ?? []).map((gate) => standingOf(gate, deviceAlerts)),
  );
  const troubled = gates.filter(({ condition }) => condition === 'away' || condition === 'doubtful').length;
  return (
    <Page title={troubled === 0 ? say('gates.title') : say('gates.troubled', { count: troubled })}>
      {!isAll && <CommunityChoice />}
      <LookState looks={looks} />
      {gates.length === 0 && looks.every(({ answer }) => answer) && <p class="about">{say('gates.none')}</p>}
      <ul class="cards">
        {gates.map((standing) => (
          <li key={standing.gate.gate}>
            <GateCard standing={standing} />
          </li>
        ))}
      </ul>
    </Page>
  );
}
