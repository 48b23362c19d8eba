import type { Condition } from './condition.ts';

/** A broken ring, a triangle, a struck disc and a disc with a tick: told apart without colours, and from those of alerts. */
const shapes: Readonly<Record<Condition, preact.JSX.Element>> = {
  away: (
    <>
      <path d="M3 10 10 3h28l7 7v28l-7 7H10l-7-7z" fill="currentColor" />
      <path d="M15 15l18 18M33 15 15 33" class="mark-sign" />
    </>
  ),
  doubtful: (
    <>
      <path d="M24 3 47 44H1z" fill="currentColor" />
      <path d="M19 22a5 5 0 1 1 7 5q-2 1-2 4M24 37v.5" class="mark-sign" />
    </>
  ),
  off: (
    <>
      <circle cx="24" cy="24" r="21" fill="currentColor" />
      <path d="M13 24h22" class="mark-sign" />
    </>
  ),
  well: (
    <>
      <circle cx="24" cy="24" r="21" fill="currentColor" />
      <path d="M14 25l7 7 14-15" class="mark-sign" />
    </>
  ),
};

export function GateMark({ condition }: { condition: Condition }) {
  return (
    <svg class="mark" viewBox="0 0 48 48" aria-hidden="true">
      {shapes[condition]}
    </svg>
  );
}
