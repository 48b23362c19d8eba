import { type Pass, shownCode } from '../../domain/messages/pass.ts';
import { dueTo, type Shown } from '../world/shown.ts';
import { countersOf } from './counters.ts';

/** What was shown to gates, and what they made of it; second looks are left out. */
export interface ShownReport {
  shown: Record<Form, number>;
  /** Passes of ours, by the world's truth: forged and the like, how many of them were refused, and of the others. */
  wrong: number;
  wrongRefused: number;
  rightRefused: number;
}

const forms = [...shownCode.shape.form.options, 'nothing'] as const;
type Form = (typeof forms)[number];

export function createShownTally() {
  const shown = countersOf(forms);
  const passes = { wrong: 0, wrongRefused: 0, rightRefused: 0 };
  return {
    /** @param truth undefined: nobody knows it. */
    count: (truth: Shown | null | undefined, { code, verdict, reason }: Pass) => {
      shown[code?.form ?? 'nothing']++;
      if (truth?.form !== 'gatehouse') return;
      const isRefused = verdict === 'refuse' && reason.startsWith('code-');
      const isWrong = dueTo(truth) === 'kept-out';
      if (isWrong) passes.wrong++;
      if (isRefused) passes[isWrong ? 'wrongRefused' : 'rightRefused']++;
    },
    report: (): ShownReport => ({ shown, ...passes }),
  };
}
