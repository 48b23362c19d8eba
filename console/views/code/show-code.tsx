import type { AnswerOf } from '../../../domain/api/routes.ts';
import { useStore } from '../../app/store.ts';
import { useSay } from '../../language/text.ts';
import { useApp } from '../../parts/app-context.ts';
import { Sheet } from '../../parts/sheet.tsx';
import { issued } from './issued.ts';
import { Qr } from './qr.tsx';
import { Revoke } from './revoke.tsx';
import { untilText } from './until-text.ts';

/** The code itself, to be photographed by the visitor or held before the gate. */
export function ShowCode({ shown, onClose }: { shown: AnswerOf<'issueVisitorCode'>; onClose(): void }) {
  const say = useSay();
  const { settings } = useApp();
  const isRevoked = useStore(issued, (all) => all.some(({ id, isRevoked }) => id === shown.id && isRevoked));
  const until = untilText(shown, Date.now(), settings.timeZone, say);
  return (
    <Sheet title={say('code.for', { community: shown.community })} onClose={onClose}>
      {isRevoked ? (
        <p class="qr-revoked" role="status">
          {say('code.revoked')}
        </p>
      ) : (
        <Qr text={shown.code} label={say('code.label', { until })} />
      )}
      <p class="qr-until">{until}</p>
      <p class="about">{say('code.bright')}</p>
      {!isRevoked && <Revoke id={shown.id} />}
      <button type="button" class="action primary" onClick={onClose}>
        {say('code.done')}
      </button>
    </Sheet>
  );
}
