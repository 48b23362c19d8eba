import type { HeardAlert } from '../oracle/evidence.ts';

/** An alert as a line: which gate and what about, and nothing of what was measured. */
export function alertLine({ raisedAt, change, kind, gate, community, about }: HeardAlert): string {
  const whose = about ? `  pass ${about.epoch} ${about.seq}` : '';
  return `${raisedAt}  ${change.padEnd('resolved'.length)}  ${kind.padEnd('refused-code'.length)}  ${community} ${gate}${whose}`;
}
