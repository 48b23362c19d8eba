import { issuePass } from '../../domain/codes/issue.ts';
import { type OwnPass, opaqueBytes } from '../../domain/codes/own-pass.ts';
import type { CodeSigner } from '../../domain/codes/platform.ts';
import { GatehouseError } from '../../domain/errors.ts';
import { codeLimits } from '../../domain/limits/codes.ts';
import { createCodePlatform } from '../../platform/codes.ts';
import type { Environment } from '../environment.ts';
import type { Reading } from '../gate/screen.ts';
import { simLimits } from '../limits.ts';
import type { Shown, ShownPass } from './shown.ts';

/** Everybody's phones and cards: turns what somebody shows into what a gate's scanner reads. */
export interface Wallet {
  /** Signs a pass when it is shown for the first time, and when it is about to end. Rejects when it cannot be signed. */
  show(shown: Shown | null): Promise<Reading['code']>;
}

/** A pass that is wrong for its place is good there. */
const elsewhere = 'elsewhere';

const hourS = 3_600;
const { datedBackS } = codeLimits;
/** From when to when passes are good, from now. */
const validity = {
  phone: { fromS: -datedBackS, untilS: 24 * hourS - datedBackS },
  card: { fromS: -30 * 24 * hourS, untilS: 300 * 24 * hourS },
  expired: { fromS: -20 * hourS, untilS: -hourS },
} as const;
/** Long before a phone's pass ends. */
const renewAfterMs = 12 * hourS * 1_000;

/** @param signer without one, a wallet holds no passes of ours. */
export function createWallet(
  signer: CodeSigner | undefined,
  { now, randomHex }: Pick<Environment, 'now' | 'randomHex'>,
): Wallet {
  const codes = new Map<string, { text: Promise<string>; renewAtMs: number }>();
  const forger = signer && forge(signer);

  const issue = async (shown: ShownPass) => {
    const key = shown.fault === 'forged' ? forger : signer;
    if (!key) throw new GatehouseError('There is nobody who signs passes.');
    const pass = toPass(shown, Math.floor(now() / 1_000), Buffer.from(randomHex(opaqueBytes.tokenId), 'hex'));
    return issuePass(pass, pass.fromS, key);
  };

  const keep = (ticket: string, text: Promise<string>) => {
    codes.delete(ticket);
    codes.set(ticket, { text, renewAtMs: now() + renewAfterMs });
    // A pass that nobody could sign is tried again when it is shown again.
    text.catch(() => codes.delete(ticket));
    const [oldest] = codes.keys();
    if (codes.size > simLimits.walletCodesMax && oldest !== undefined) codes.delete(oldest);
    return text;
  };

  return {
    show: async (shown) => {
      if (shown === null) return null;
      const { form } = shown;
      if (form !== 'gatehouse') return { form, text: shown.text };
      const held = codes.get(shown.ticket);
      const text = held && now() < held.renewAtMs ? held.text : keep(shown.ticket, issue(shown));
      return { form, text: await text };
    },
  };
}

function toPass({ holder, community, fault, kind, medium, singleUse }: ShownPass, nowS: number, tokenId: Uint8Array) {
  const { fromS, untilS } = validity[fault === 'expired' ? fault : medium];
  return {
    tokenId,
    kind,
    subject: subjectOf(holder),
    communities: [fault === 'other-community' ? elsewhere : community],
    singleUse,
    medium,
    fromS: nowS + fromS,
    untilS: nowS + untilS,
  } satisfies OwnPass;
}

const { sha256 } = createCodePlatform();

/** The same for the same person, in every pass. */
function subjectOf(holder: string): Uint8Array {
  return sha256(Buffer.from(holder)).subarray(0, opaqueBytes.subject);
}

/** Somebody who has seen passes but not the key: the signature is genuine, and under something else. */
function forge(signer: CodeSigner): CodeSigner {
  return { ...signer, sign: (bytes) => signer.sign(bytes.toReversed()) };
}
