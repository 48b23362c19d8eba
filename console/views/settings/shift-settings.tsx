import type { Me } from '../../alerts/follow.ts';
import { hashOf } from '../../app/router.ts';
import { labelKey } from '../../app/shifts.ts';
import { useStore } from '../../app/store.ts';
import { useSay } from '../../language/text.ts';
import { useApp } from '../../parts/app-context.ts';

/** Who holds this phone in each community, and the way to change it. */
export function ShiftSettings({ me }: { me: Me }) {
  const say = useSay();
  const { shifts } = useApp();
  const held = useStore(shifts.now);
  const labels = useStore(shifts.labels);
  return (
    <section class="settings-shift">
      <h2>{say('settings.shift')}</h2>
      {me.communities.map(({ community }) => {
        const shift = held.get(community);
        const guard = shift && (labels.get(labelKey(community, shift.guard)) ?? shift.guard);
        return (
          <div key={community} class="settings-line">
            <p>
              <strong>{community}</strong>
              <br />
              {guard === undefined ? say('shift.nobody') : say('shift.on', { guard })}
            </p>
            {shift ? (
              <button type="button" class="action plain" onClick={() => void shifts.end(community)}>
                {say('shift.end')}
              </button>
            ) : (
              <a class="action plain" href={hashOf({ view: 'shift', of: community })}>
                {say('shift.begin')}
              </a>
            )}
          </div>
        );
      })}
    </section>
  );
}
