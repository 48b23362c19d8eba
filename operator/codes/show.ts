import { exitCodes } from '../../cli/command.ts';
import { type Certified, readClaims } from '../../domain/codes/certified.ts';
import { algorithmOf, keyIdOf } from '../../domain/codes/cose.ts';
import { toKid } from '../../domain/codes/key-ring.ts';
import { readCode } from '../../domain/codes/read.ts';
import type { Refusal } from '../../domain/codes/refusals.ts';
import { createCodePlatform } from '../../platform/codes.ts';
import { print } from '../print.ts';
import { codeCommand, explainRefusal, toText } from './define.ts';

export const show = codeCommand({
  name: 'show',
  usage: 'CODE',
  about: ['what a code says of itself, believed or not; names and dates of birth are left out'],
  flags: {},
  run(code) {
    const read = readCode(code, createCodePlatform());
    if (typeof read === 'string') {
      print(explainRefusal(read));
      return exitCodes.foundWrong;
    }
    const keyId = keyIdOf(read.sign1);
    print('NOT VERIFIED: this is what the code says, and anybody can make it say so.');
    print(`  content    ${read.content}`);
    print(
      `  key        ${keyId ? toKid(keyId) : 'none named'}, ${algorithmOf(read.sign1) ?? 'an algorithm that is not taken'}`,
    );
    const claims = readClaims(read);
    const certified = typeof claims === 'string' ? claims : claims.certified();
    if (typeof certified === 'string') {
      print(explainRefusal(certified));
      return exitCodes.foundWrong;
    }
    for (const [name, value] of Object.entries(describeCode(certified))) print(`  ${name.padEnd(10)} ${value}`);
    return exitCodes.done;
  },
});

/** What a code says, believed or not. @returns the reason when it cannot be read. */
export function readCertified(code: string): Certified | Refusal {
  const read = readCode(code, createCodePlatform());
  const claims = typeof read === 'string' ? read : readClaims(read);
  return typeof claims === 'string' ? claims : claims.certified();
}

/** What a gate would know of a code: nothing that tells whose it is. */
export function describeCode(certified: Certified): Record<string, string> {
  const { id, issuedAtS, expiresAtS } = certified;
  const common = { id: printable(id), issued: toText(issuedAtS), expires: toText(expiresAtS) };
  if (certified.content === 'hc1')
    return { kind: certified.kind, issuer: printable(certified.issuer ?? 'not named'), ...common };
  const { kind, communities, fromS, singleUse, medium, subject } = certified.pass;
  return {
    kind,
    ...common,
    from: toText(fromS),
    into: communities.join(', '),
    use: singleUse ? 'once' : 'any number of times',
    medium,
    subject: Buffer.from(subject).toString('hex'),
  };
}

/** A code's text is anybody's: what steers a terminal is not passed on to it. */
function printable(text: string): string {
  return text.replace(/\p{C}/gu, '\uFFFD');
}
