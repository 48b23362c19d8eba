import { useStore } from '../../app/store.ts';
import { useTicking } from '../../app/ticker.ts';
import { useSay } from '../../language/text.ts';
import { clockText } from '../../language/times.ts';
import { useApp } from '../../parts/app-context.ts';
import { type Issued, issued } from './issued.ts';
import { Revoke } from './revoke.tsx';
import { untilText } from './until-text.ts';

/** Codes that this page has given out and that are still good, to take one back. */
export function GivenOut() {
  const say = useSay();
  const all = useStore(issued);
  const good = useTicking((nowMs) =>
    all
      .filter((one) => isGood(one, nowMs))
      .map(({ id }) => id)
      .join(),
  );
  if (good === '') return null;
  return (
    <section>
      <h2 class="section-head">{say('code.given-out')}</h2>
      <ul class="lines-list">
        {all
          .filter(({ id }) => good.includes(id))
          .map((one) => (
            <li key={one.id} class="line-card">
              <Line one={one} />
            </li>
          ))}
      </ul>
    </section>
  );
}

function Line({ one }: { one: Issued }) {
  const say = useSay();
  const { settings } = useApp();
  return (
    <>
      <p>
        <strong>{say(`code.${one.preset}`)}</strong> · {clockText(one.fromAt, settings.timeZone)} · {one.community}
        <br />
        {one.isRevoked ? say('code.revoked') : untilText(one, Date.now(), settings.timeZone, say)}
      </p>
      {!one.isRevoked && <Revoke id={one.id} />}
    </>
  );
}

function isGood({ untilAt }: Issued, nowMs: number): boolean {
  return Date.parse(untilAt) > nowMs;
}
