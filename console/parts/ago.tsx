import { useTicking } from '../app/ticker.ts';
import { useSay } from '../language/text.ts';
import { agoText } from '../language/wording.ts';

/** How long ago it was; goes on by itself. */
export function Ago({ at }: { at: string }) {
  const say = useSay();
  const text = useTicking((nowMs) => agoText(at, nowMs, say));
  return (
    <time class="ago" dateTime={at}>
      {text}
    </time>
  );
}
