import '../../look/duty.css';
import { useState } from 'preact/hooks';
import type { Guard } from '../../app/shifts.ts';
import { useSay } from '../../language/text.ts';
import { Back } from '../../parts/back.tsx';
import { CommunityChoice, useCommunity } from '../../parts/community-choice.tsx';
import { Icon } from '../../parts/icon.tsx';
import { LookState } from '../../parts/look-state.tsx';
import { Page } from '../../parts/page.tsx';
import { useLook } from '../../parts/use-look.ts';
import { GuardSheet } from './guard-sheet.tsx';

const everyS = 60;

/** The guards of a community: who they are to colleagues, and PINs that nobody sees again. */
export function GuardsView() {
  const say = useSay();
  const community = useCommunity();
  const look = useLook('listGuards', { in: { community } }, everyS);
  const [open, setOpen] = useState<Guard | 'new'>();
  const close = () => {
    setOpen(undefined);
    look.again();
  };
  const add = (
    <button type="button" class="action primary" onClick={() => setOpen('new')}>
      {say('guards.add')}
    </button>
  );
  return (
    <Page title={say('guards.title')} head={<Back />} actions={add}>
      <CommunityChoice />
      <LookState looks={[look]} />
      {look.answer?.guards.length === 0 && <p class="about">{say('guards.none')}</p>}
      <ul class="choices">
        {look.answer?.guards.map((guard) => (
          <li key={guard.guard}>
            <button type="button" class="choice" onClick={() => setOpen(guard)}>
              <Icon name="person" />
              {guard.label}
            </button>
          </li>
        ))}
      </ul>
      {open && <GuardSheet community={community} guard={open === 'new' ? undefined : open} onClose={close} />}
    </Page>
  );
}
