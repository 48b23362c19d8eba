import { useState } from 'preact/hooks';
import type { Alert } from '../../../domain/messages/alert.ts';
import { waysOn } from '../../../domain/playbooks/walk.ts';
import { severityOf } from '../../alerts/severity.ts';
import { hashOf } from '../../app/router.ts';
import { useStore } from '../../app/store.ts';
import { useSay } from '../../language/text.ts';
import { useApp } from '../../parts/app-context.ts';
import { Icon } from '../../parts/icon.tsx';
import { SeverityMark } from '../../parts/severity-mark.tsx';
import { UndoResolved } from '../queue/undo-resolved.tsx';
import { AnswerButtons } from './answer-buttons.tsx';
import { type OpenSheet, Sheets } from './sheets.tsx';
import { StepNow } from './step-now.tsx';
import type { Walking } from './use-walk.ts';

/** What to do now and the buttons for it, under the thumb: to take the alert in hand, then what the playbook asks. */
export function Dock({ alert, walk }: { alert: Alert; walk: Walking }) {
  const say = useSay();
  const { session, shifts } = useApp();
  const now = useStore(session);
  const held = useStore(shifts.now);
  const [open, setOpen] = useState<OpenSheet>();
  const isGuard = now.state === 'signed-in' && now.me.role === 'guard';
  if (alert.state === 'resolved') return <UndoResolved alerts={[alert]} />;
  if (isGuard && !held.has(alert.community)) {
    return (
      <a class="action primary" href={hashOf({ view: 'shift', of: alert.community })}>
        {say('shift.needed')}
      </a>
    );
  }
  return (
    <div class="dock">
      {alert.state === 'acknowledged' && <StepNow walk={walk} />}
      <div class="dock-row">
        <button type="button" class="round" aria-label={say('act.more')} onClick={() => setOpen('more')}>
          <Icon name="more" />
        </button>
        {alert.state === 'open' ? <Take alert={alert} /> : <StepButtons walk={walk} onOpen={setOpen} />}
      </div>
      <Sheets alert={alert} walk={walk} open={open} canOpen={isGuard} onChoose={setOpen} />
    </div>
  );
}

function Take({ alert }: { alert: Alert }) {
  const say = useSay();
  const { act } = useApp();
  const severity = severityOf(alert);
  return (
    <button type="button" class={`action take ${severity}`} onClick={() => act(alert, { kind: 'acknowledge' })}>
      <SeverityMark severity={severity} />
      {say('act.take')}
    </button>
  );
}

function StepButtons({ walk, onOpen }: { walk: Walking; onOpen(sheet: OpenSheet): void }) {
  const say = useSay();
  const { at } = walk;
  if (at === undefined || 'end' in at) {
    return (
      <button type="button" class="action primary" onClick={() => onOpen('resolve')}>
        {say('act.resolve')}
      </button>
    );
  }
  if (at.what.kind === 'measure') {
    return <AnswerButtons walk={walk} step={at.what} onMeasure={() => onOpen('measure')} />;
  }
  if (waysOn(at.what)[0]?.answer !== undefined) return <AnswerButtons walk={walk} step={at.what} />;
  return (
    <button type="button" class="action primary" onClick={() => walk.take()}>
      <Icon name="tick" />
      {say('playbook.done')}
    </button>
  );
}
