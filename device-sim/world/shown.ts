import type { OwnPass } from '../../domain/codes/own-pass.ts';
import { type Random, seededRandom } from '../../domain/seeded-random.ts';
import type { ProviderAnswer } from '../gate/provider.ts';
import { peoplePerHousehold } from './residents.ts';
import type { Shares } from './shares.ts';

/** What is wrong with a pass. The world makes it so; a gate has to find out. */
export type PassFault = keyof Shares['faults'] | 'used' | 'copied';

/** What somebody shows, and what the world knows of it. */
export type Shown =
  /** `status` is what the provider will say. */
  { form: 'provider'; text: string; status: ProviderAnswer } | { form: 'guard-entry'; text: string } | ShownPass;

/** A pass of ours, before anybody has signed it: a wallet makes the code of it. */
export interface ShownPass extends Pick<OwnPass, 'kind' | 'medium' | 'singleUse'> {
  form: 'gatehouse';
  /** One ticket is one code, whoever shows it and however often. */
  ticket: string;
  /** Whom it was issued for; not always who shows it. */
  holder: string;
  community: string;
  fault: PassFault | undefined;
}

/**
 * What should come of what somebody shows, whatever their temperature:
 * `let-in`, nothing is wrong with it; `looked-at`, a guard has to look, or has to where a code is needed; `kept-out`, it
 * must not get anybody in; `found-out`, it is somebody else's, which no gate can see: only the cloud, later.
 */
export type Due = 'let-in' | 'looked-at' | 'kept-out' | 'found-out';

/** A pass that was used before is kept out only if it was used: if the other one was let in with it. */
export function dueTo(shows: Shown | null): Due {
  if (shows === null) return 'looked-at';
  if (shows.form === 'guard-entry') return 'let-in';
  if (shows.form === 'provider') return dueToStatus[shows.status];
  if (shows.fault === undefined) return 'let-in';
  return shows.fault === 'copied' ? 'found-out' : 'kept-out';
}

const dueToStatus = { green: 'let-in', yellow: 'looked-at', red: 'kept-out' } as const;

export interface Issuing {
  community: string;
  shares: Shares;
  /** Whether somebody can sign passes of ours; otherwise everybody who had one has a provider's code. */
  ownPasses: boolean;
  /** Whether whoever runs the world puts revoked passes on the gates' list; otherwise nobody has one. */
  revoked: boolean;
}

const householdsPerStaircase = 24;

/**
 * What a resident shows, for good: the same person always shows the same.
 * @param idOf everybody of the community. @param life theirs alone.
 */
export function shownByResident(
  idOf: (resident: number) => string,
  resident: number,
  life: Random,
  issuing: Issuing,
): Shown | null {
  const habit = pick(life, issuing.shares.residents);
  if (habit === undefined || habit === 'nothing') return null;
  if (habit === 'guard-entry') return { form: habit, text: flatOf(Math.floor(resident / peoplePerHousehold)) };
  if (habit === 'provider') return providerCode(life, issuing.shares);
  const owner = habit === 'household' ? resident - (resident % peoplePerHousehold) : resident;
  const medium = habit === 'card' ? 'card' : 'phone';
  return ownPass(idOf(owner), { kind: 'resident', medium, singleUse: false }, life, issuing);
}

export function shownByCourier(courier: string, life: Random, issuing: Issuing): Shown {
  return ownPass(courier, { kind: 'courier', medium: 'phone', singleUse: false }, life, issuing);
}

/** A pass for one use. */
export function shownByVisitor(visitor: string, { ownPasses, community, shares }: Issuing): Shown {
  if (!ownPasses) return providerCode(seededRandom(visitor), shares);
  const of = { kind: 'visitor', medium: 'phone', singleUse: true } as const;
  return { form: 'gatehouse', ...of, ticket: visitor, holder: visitor, community, fault: undefined };
}

/** What another has come in with before. */
export function reuseOf(shown: Shown): Shown {
  return shown.form === 'gatehouse' ? { ...shown, fault: 'used' } : shown;
}

/** A picture of somebody's code. What was wrong with it stays wrong. */
export function copyOf(shown: Shown): Shown {
  return shown.form === 'gatehouse' && !shown.fault ? { ...shown, fault: 'copied' } : shown;
}

function ownPass(
  holder: string,
  of: Pick<ShownPass, 'kind' | 'medium' | 'singleUse'>,
  life: Random,
  { community, ownPasses, revoked, shares }: Issuing,
): Shown {
  if (!ownPasses) return providerCode(life, shares);
  const drawn = pick(life, shares.faults);
  const fault = drawn === 'revoked' && !revoked ? undefined : drawn;
  return { form: 'gatehouse', ...of, ticket: `${holder}/${of.medium}/${fault}`, holder, community, fault };
}

function providerCode(life: Random, { provider }: Shares): Shown {
  const text = Array.from({ length: 4 }, () => Math.floor(life() * 2 ** 32).toString(36)).join('');
  return { form: 'provider', text, status: statusByProvider(text, provider) };
}

/** How a provider sees the bearer of its code: always the same. */
export function statusByProvider(text: string, shares: Shares['provider']): ProviderAnswer {
  return pick(seededRandom(text), shares) ?? 'green';
}

/** Building, staircase and flat, as a guard writes them. */
function flatOf(household: number): string {
  const staircase = Math.floor(household / householdsPerStaircase);
  const flat = household % householdsPerStaircase;
  return `${1 + Math.floor(staircase / 2)}-${1 + (staircase % 2)}-${1 + Math.floor(flat / 2)}0${1 + (flat % 2)}`;
}

/** One of the names, each with its share; undefined for what is left over. */
function pick<Name extends string>(random: Random, among: Record<Name, number>): Name | undefined {
  let left = random();
  for (const name in among) {
    left -= among[name];
    if (left < 0) return name;
  }
  return undefined;
}
