import type { Severity } from '../alerts/severity.ts';

/** Each severity has a shape of its own: an octagon, a triangle, a door and a square are told apart without colours. */
const shapes: Readonly<Record<Severity, preact.JSX.Element>> = {
  stop: (
    <>
      <path d="M15 3h18l12 12v18L33 45H15L3 33V15z" fill="currentColor" />
      <path d="M24 12v15M24 35v.5" class="mark-sign" />
    </>
  ),
  check: (
    <>
      <path d="M24 3 47 44H1z" fill="currentColor" />
      <path d="M24 18v12M24 37v.5" class="mark-sign" />
    </>
  ),
  door: (
    <>
      <path d="M6 46V17a18 15 0 0 1 36 0v29z" fill="currentColor" />
      <path d="M15 40V20a9 8 0 0 1 18 0v20M28 29v3" class="mark-sign" />
    </>
  ),
  device: (
    <>
      <rect x="4" y="4" width="40" height="40" rx="5" fill="currentColor" />
      <path d="M13 26h5l4-9 6 15 4-8h4" class="mark-sign" />
    </>
  ),
};

export function SeverityMark({ severity }: { severity: Severity }) {
  return (
    <svg class="mark" viewBox="0 0 48 48" aria-hidden="true">
      {shapes[severity]}
    </svg>
  );
}
