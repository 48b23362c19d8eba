import type { Alert } from '../../../domain/messages/alert.ts';
import { goTo } from '../../app/router.ts';
import { useApp } from '../../parts/app-context.ts';
import { HandOver } from './hand-over.tsx';
import { Measure } from './measure.tsx';
import { More } from './more.tsx';
import { OpenBarrier } from './open-barrier.tsx';
import { Resolve } from './resolve.tsx';
import type { Walking } from './use-walk.ts';

export type OpenSheet = 'more' | 'measure' | 'resolve' | 'hand-over' | 'open-barrier';

/** What is filled in before something is done about an alert. */
export function Sheets({
  alert,
  walk,
  open,
  canOpen,
  onChoose,
}: {
  alert: Alert;
  walk: Walking;
  open: OpenSheet | undefined;
  /** Whether they may open the barrier. */
  canOpen: boolean;
  onChoose(sheet: OpenSheet | undefined): void;
}) {
  const { act } = useApp();
  const onClose = () => onChoose(undefined);
  const { at, contactLimitC } = walk;
  const measured = (contactC: number) => {
    act(alert, { kind: 'measure', contactC, contactLimitC });
    if (at !== undefined && 'step' in at && at.what.kind === 'measure') {
      walk.take(contactC >= contactLimitC ? 'warm' : 'normal');
    }
    onClose();
  };
  if (open === 'more') return <More alert={alert} canOpen={canOpen} onChoose={onChoose} />;
  if (open === 'measure') return <Measure limitC={contactLimitC} onSave={measured} onClose={onClose} />;
  if (open === 'resolve') {
    return (
      <Resolve
        alert={alert}
        suggested={at !== undefined && 'end' in at ? at.end : undefined}
        onClose={onClose}
        onSave={(outcome, note) => {
          act(alert, { kind: 'resolve', outcome, note });
          goTo('alerts');
        }}
      />
    );
  }
  if (open === 'hand-over') return <HandOver alert={alert} onClose={onClose} />;
  if (open === 'open-barrier') return <OpenBarrier at={alert} onClose={onClose} />;
  return null;
}
