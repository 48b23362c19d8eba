import { useSay } from '../language/text.ts';
import { clockText } from '../language/times.ts';
import { problemText } from '../language/wording.ts';
import { useApp } from './app-context.ts';
import type { Look } from './use-look.ts';

/** Nothing as long as what is shown is so now; else from when it is, or why there is nothing. */
export function LookState({ looks }: { looks: readonly Pick<Look<'getMe'>, 'atMs' | 'refused'>[] }) {
  const say = useSay();
  const { settings } = useApp();
  const refused = looks.find((look) => look.refused !== undefined)?.refused;
  const oldestMs = Math.min(...looks.flatMap(({ atMs }) => atMs ?? []));
  const text =
    refused === undefined
      ? looks.every(({ atMs }) => atMs !== undefined)
        ? ''
        : say('app.loading')
      : Number.isFinite(oldestMs)
        ? say('look.old', { time: clockText(oldestMs, settings.timeZone), why: problemText(refused, say) })
        : say('look.failed', { why: problemText(refused, say) });
  return (
    <p class="look-state" role="status">
      {text}
    </p>
  );
}
