import type { AnswerOf } from '../../../domain/api/routes.ts';
import type { Api, Refusal } from '../../api/api.ts';
import { openingLimits } from '../../limits.ts';

/** What becomes of a barrier that is to open. `no-answer`: the gate has said nothing in time. */
export type Opening = { state: AnswerOf<'getCommand'>['state'] | 'no-answer' } | { state: 'not-sent'; why: Refusal };

/** Asks a gate to open now, and follows what it says. Never kept for later: who stands there now is who is let in. */
export async function openBarrier(
  api: Api,
  { gate, reason }: { gate: string; reason: string },
  onChange: (opening: Opening) => void,
): Promise<void> {
  const asked = await api.ask('openBarrier', { in: { gate }, body: { reason }, key: crypto.randomUUID() });
  if ('refused' in asked) return onChange({ state: 'not-sent', why: asked.refused });
  onChange({ state: 'sent' });
  const { commandId } = asked.answer;
  for (const untilMs = Date.now() + openingLimits.waitMs; Date.now() < untilMs; ) {
    await new Promise((resolve) => setTimeout(resolve, openingLimits.lookEveryMs));
    const answered = await api.ask('getCommand', { in: { gate, command: commandId } });
    if ('refused' in answered) continue;
    const { state } = answered.answer;
    onChange({ state });
    if (state !== 'sent' && state !== 'received') return;
  }
  onChange({ state: 'no-answer' });
}
