import { useState } from 'preact/hooks';
import { type Outcome, outcomes } from '../../../domain/alerts/kinds.ts';
import { handlingLimits } from '../../../domain/limits/handling.ts';
import type { Alert } from '../../../domain/messages/alert.ts';
import { type End, endsOf } from '../../../domain/playbooks/walk.ts';
import { useSay } from '../../language/text.ts';
import { Choice } from '../../parts/choices.tsx';
import { Sheet } from '../../parts/sheet.tsx';

/** How it ended. What the playbook came to is chosen already. */
export function Resolve({
  alert,
  suggested,
  onSave,
  onClose,
}: {
  alert: Alert;
  suggested: End | undefined;
  onSave(outcome: Outcome, note: string | undefined): void;
  onClose(): void;
}) {
  const say = useSay();
  const possible = outcomes.filter((one) => endsOf(alert.kind).includes(one));
  const [outcome, setOutcome] = useState<Outcome | undefined>(possible.find((one) => one === suggested));
  const [note, setNote] = useState('');
  return (
    <Sheet title={say('resolve.title')} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (outcome) onSave(outcome, note.trim() || undefined);
        }}
      >
        <Choice
          label={say('resolve.outcome')}
          options={possible.map((one) => [one, say(`outcome.${one}`)] as const)}
          value={outcome}
          onChange={(one) => setOutcome(one)}
        />
        <label class="field">
          {say('resolve.note')}
          <textarea
            rows={2}
            maxLength={handlingLimits.noteCharactersMax}
            value={note}
            onInput={({ currentTarget }) => setNote(currentTarget.value)}
          />
        </label>
        <button type="submit" class="action primary" disabled={outcome === undefined}>
          {say('resolve.save')}
        </button>
      </form>
    </Sheet>
  );
}
