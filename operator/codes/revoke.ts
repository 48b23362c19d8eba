import { exitCodes } from '../../cli/command.ts';
import { readClaims } from '../../domain/codes/certified.ts';
import { addHashes, includesHash } from '../../domain/codes/hash-list.ts';
import { readCode } from '../../domain/codes/read.ts';
import { revocationHash } from '../../domain/codes/revocations.ts';
import { UsageError } from '../../domain/errors.ts';
import { codeLimits } from '../../domain/limits.ts';
import { createCodePlatform } from '../../platform/codes.ts';
import { print } from '../print.ts';
import { codeCommand, explainRefusal, requireFlag } from './define.ts';
import { readRevocationsOrNone, writeRevocationsFile } from './lists.ts';
import { describeCode } from './show.ts';

export const revoke = codeCommand({
  name: 'revoke',
  usage: 'CODE --list FILE',
  about: ['puts a code on a list of revoked codes, verified or not; the list is made when there is no such file'],
  flags: { list: { type: 'string' } },
  run(code, { list }) {
    const path = requireFlag('revoke', 'list', list);
    const platform = createCodePlatform();
    const read = readCode(code, platform);
    const claims = typeof read === 'string' ? read : readClaims(read);
    const certified = typeof claims === 'string' ? claims : claims.certified();
    if (typeof certified === 'string') {
      print(explainRefusal(certified));
      return exitCodes.foundWrong;
    }
    const { id } = describeCode(certified);
    const held = readRevocationsOrNone(path);
    const hash = revocationHash(certified, platform);
    if (includesHash(held, hash)) {
      print(`${id} was on the list already, which has ${held.count}.`);
      return exitCodes.done;
    }
    const hashes = addHashes(held, [hash]);
    if (hashes === undefined) {
      throw new UsageError(
        `${path} holds ${codeLimits.hashesPerListMax} codes, and no more fit; take off what has expired.`,
      );
    }
    writeRevocationsFile(path, hashes, Date.now());
    print(`${id} is revoked; the list has ${held.count + 1}.`);
    return exitCodes.done;
  },
});
