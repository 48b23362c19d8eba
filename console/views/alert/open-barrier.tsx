import { useState } from 'preact/hooks';
import { apiLimits } from '../../../domain/limits/api.ts';
import type { Alert } from '../../../domain/messages/alert.ts';
import { useSay } from '../../language/text.ts';
import { gateName, problemText } from '../../language/wording.ts';
import { useApp } from '../../parts/app-context.ts';
import { Choice } from '../../parts/choices.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { type Opening, openBarrier } from './opening.ts';

const usual = ['help', 'registered', 'emergency'] as const;

/** Opens the barrier of a gate now, for a reason that is kept; and says what became of it. */
export function OpenBarrier({ at, onClose }: { at: Pick<Alert, 'gate' | 'community'>; onClose(): void }) {
  const say = useSay();
  const { api } = useApp();
  const { gate } = at;
  const [chosen, setChosen] = useState<(typeof usual)[number] | 'other'>();
  const [other, setOther] = useState('');
  const [opening, setOpening] = useState<Opening>();
  const reason = chosen === 'other' ? other.trim() : chosen && say(`open.reason.${chosen}`);
  const isUnderWay = opening?.state === 'sent' || opening?.state === 'received';
  const send = (event: Event) => {
    event.preventDefault();
    if (reason) void openBarrier(api, { gate, reason }, setOpening);
  };
  return (
    <Sheet title={say('open.title')} onClose={onClose}>
      <form onSubmit={send}>
        <p class="about">{say('open.about', { gate: gateName(at, say) })}</p>
        <Choice
          label={say('open.reason')}
          options={[
            ...usual.map((one) => [one, say(`open.reason.${one}`)] as const),
            ['other', say('open.other')] as const,
          ]}
          value={chosen}
          onChange={(one) => setChosen(one)}
        />
        {chosen === 'other' && (
          <label class="field">
            {say('open.other')}
            <input
              type="text"
              maxLength={apiLimits.reasonCharactersMax}
              value={other}
              onInput={({ currentTarget }) => setOther(currentTarget.value)}
            />
          </label>
        )}
        <p class={`opening ${opening?.state ?? ''}`} role="status">
          {opening && say(`open.${opening.state}`, 'why' in opening ? { why: problemText(opening.why, say) } : {})}
        </p>
        <button type="submit" class="action primary" disabled={!reason || isUnderWay}>
          {say('open.send')}
        </button>
      </form>
    </Sheet>
  );
}
