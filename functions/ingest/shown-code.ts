import { codeName } from '../../domain/codes/code-name.ts';
import { includesHash } from '../../domain/codes/hash-list.ts';
import type { CodePlatform } from '../../domain/codes/platform.ts';
import { revocationHash, revocationName } from '../../domain/codes/revocations.ts';
import { type CodeLists, type CodeStanding, isForOneUse, standingOf } from '../../domain/codes/standing.ts';
import { statusOf } from '../../domain/codes/statuses.ts';
import { localDay } from '../../domain/local-day.ts';
import type { Pass, ShownCode } from '../../domain/messages/pass.ts';
import { type PseudonymKeys, pseudonym } from '../../platform/pseudonym.ts';

/** What the cloud makes of a code: all that is kept of it, and what it has to be held against. */
export interface CodeRecord {
  /** Held against the lists that the pass names; undefined when it names one that never was. */
  standing: CodeStanding | undefined;
  /** Pseudonym of the person. */
  subject: string;
  /** Pseudonym of the code's text: of two texts that name one person it tells which was sent. */
  text: string;
  /** Pseudonym of the code itself, when somebody was let in with it and it is for one use. */
  tokenUse: string | undefined;
  /** What lists say, the gate's or newer ones; to be confirmed, since they hold short hashes. */
  suspicions: readonly Suspicion[];
}

/** @param name as items of `state` have it, hashed whole. */
export type Suspicion = { kind: 'revoked' | 'quarantined'; name: string };

/** Since when suspicions are true, in milliseconds, by `confirmedKey`. */
export type Confirmed = ReadonlyMap<string, number>;

export function confirmedKey({ kind, name }: Suspicion): string {
  return `${kind} ${name}`;
}

/** @returns undefined when a short hash matched by chance. */
export function sinceWhen(suspicion: Suspicion, confirmed: Confirmed): number | undefined {
  return confirmed.get(confirmedKey(suspicion));
}

interface Knowledge {
  community: string;
  timeZone: string;
  keys: PseudonymKeys;
  /** Those that the pass names. */
  named: CodeLists | undefined;
  newest: CodeLists;
  platform: CodePlatform;
}

export function recordCode(pass: Pass, code: ShownCode, knowledge: Knowledge): CodeRecord {
  const { community, named, platform } = knowledge;
  const standing = named && standingOf({ code, at: pass.at, community }, named, platform);
  const day = localDay(Date.parse(pass.at), knowledge.timeZone);
  const name = standing?.name ?? codeName(code, undefined, community);
  const certified = standing?.certified;
  const used = pass.verdict === 'admit' && certified && isForOneUse(certified);
  return {
    standing,
    subject: pseudonym(knowledge.keys, day, name),
    text: pseudonym(knowledge.keys, day, `${code.form}\0${code.text}`),
    tokenUse: used ? pseudonym(knowledge.keys, day, revocationName(certified)) : undefined,
    suspicions: standing ? suspicionsOf(pass, standing, knowledge) : [],
  };
}

function suspicionsOf({ at, direction }: Pass, standing: CodeStanding, { newest, platform }: Knowledge): Suspicion[] {
  const { name, certified, concern } = standing;
  const suspicions: Suspicion[] = [];
  if (certified) {
    const isListed = includesHash(newest.revocations, revocationHash(certified, platform));
    if (isListed || concern === 'code-revoked') suspicions.push({ kind: 'revoked', name: revocationName(certified) });
  }
  if (direction === 'out' && statusOf(newest.statuses, name, Date.parse(at), platform) === 'quarantined') {
    suspicions.push({ kind: 'quarantined', name });
  }
  return suspicions;
}
