import type { PassFault, Shown } from '../world/shown.ts';

/** Why somebody must not be let in with what they show: the world has made it so. */
export type WrongCode = PassFault | 'red';

/** What the world knows of what somebody shows. */
export interface CodeTruth {
  /** Whose it is: alerts of ten minutes about one bearer may be one. */
  bearer: string;
  /** The same for the same code, whoever shows it. */
  ticket: string;
  oneUse: boolean;
  wrong: WrongCode | undefined;
}

export function codeTruth(shows: Shown | null | undefined): CodeTruth | undefined {
  if (!shows) return undefined;
  if (shows.form === 'gatehouse') {
    const { holder, ticket, singleUse, fault } = shows;
    return { bearer: holder, ticket, oneUse: singleUse, wrong: fault };
  }
  const wrong = shows.form === 'provider' && shows.status === 'red' ? shows.status : undefined;
  return { bearer: shows.text, ticket: shows.text, oneUse: false, wrong };
}
