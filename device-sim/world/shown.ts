import type { OwnPass } from '../../domain/codes/own-pass.ts';
import type { Random } from '../../domain/seeded-random.ts';
import { seededRandom } from '../../domain/seeded-random.ts';
import type { ProviderAnswer } from '../gate/provider.ts';
import { usualShares as shares } from './shares.ts';

/** What is wrong with a pass. The world makes it so; a gate has to find out. */
export type PassFault = keyof typeof shares.faults | 'used';

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

export interface Issuing {
  community: string;
  /** Whether somebody can sign passes of ours; otherwise everybody who had one has a provider's code. */
  ownPasses: boolean;
  /** Whether whoever runs the world puts revoked passes on the gates' list; otherwise nobody has one. */
  revoked: boolean;
}

const peoplePerHousehold = 3;
const householdsPerStaircase = 24;

/** What a resident shows, for good: the same person always shows the same. @param idOf everybody of the community. */
export function shownByResident(idOf: (resident: number) => string, resident: number, issuing: Issuing): Shown | null {
  const life = seededRandom(idOf(resident));
  const habit = pick(life, shares.residents);
  if (habit === 'nothing') return null;
  if (habit === 'guard-entry') return { form: habit, text: flatOf(Math.floor(resident / peoplePerHousehold)) };
  if (habit === 'provider') return providerCode(life);
  const owner = habit === 'household' ? resident - (resident % peoplePerHousehold) : resident;
  const medium = habit === 'card' ? 'card' : 'phone';
  return ownPass(idOf(owner), { kind: 'resident', medium, singleUse: false }, life, issuing);
}

export function shownByCourier(courier: string, issuing: Issuing): Shown {
  return ownPass(courier, { kind: 'courier', medium: 'phone', singleUse: false }, seededRandom(courier), issuing);
}

/** A pass that nobody has shown before. */
export function shownByVisitor(visitor: string, issuing: Issuing): Shown {
  if (!issuing.ownPasses) return providerCode(seededRandom(visitor));
  const { community } = issuing;
  const of = { kind: 'visitor', medium: 'phone', singleUse: true } as const;
  return { form: 'gatehouse', ...of, ticket: visitor, holder: visitor, community, fault: undefined };
}

function ownPass(
  holder: string,
  of: Pick<ShownPass, 'kind' | 'medium' | 'singleUse'>,
  life: Random,
  { community, ownPasses, revoked }: Issuing,
): Shown {
  if (!ownPasses) return providerCode(life);
  const drawn = pick(life, shares.faults);
  const fault = drawn === 'revoked' && !revoked ? undefined : drawn;
  return { form: 'gatehouse', ...of, ticket: `${holder}/${of.medium}/${fault}`, holder, community, fault };
}

function providerCode(life: Random): Shown {
  const text = Array.from({ length: 4 }, () => Math.floor(life() * 2 ** 32).toString(36)).join('');
  return { form: 'provider', text, status: statusByProvider(text) };
}

/** How a provider sees the bearer of its code: always the same. */
export function statusByProvider(text: string): ProviderAnswer {
  return pick(seededRandom(text), shares.provider) ?? 'green';
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
