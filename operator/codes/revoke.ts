import { exitCodes } from '../../cli/command.ts';
import type { Certified } from '../../domain/codes/certified.ts';
import { addHashes, includesHash } from '../../domain/codes/hash-list.ts';
import { revocationHash } from '../../domain/codes/revocations.ts';
import { UsageError } from '../../domain/errors.ts';
import { codeLimits } from '../../domain/limits/codes.ts';
import { createCodePlatform } from '../../platform/codes.ts';
import type { Deployment } from '../deployment.ts';
import { stateOf } from '../gate-records.ts';
import { print } from '../print.ts';
import { codeCommand, explainRefusal, toText } from './define.ts';
import { deploymentFlags, inDeployment } from './in-deployment.ts';
import { readRevocationsOrNone, writeRevocationsFile } from './lists.ts';
import { publishLists } from './published.ts';
import { endsAtS, recordRevocation } from './records.ts';
import { describeCode, readCertified } from './show.ts';

export const revoke = codeCommand({
  name: 'revoke',
  usage: 'CODE [--list FILE] [--aws]',
  about: [
    'has gates refuse a code, verified or not, until it ends by itself',
    '--list: puts it on a list in a file instead, which is made when there is no such file',
  ],
  flags: { list: { type: 'string' }, ...deploymentFlags },
  run(code, { list, aws }) {
    const certified = readCertified(code);
    if (typeof certified === 'string') {
      print(explainRefusal(certified));
      return exitCodes.foundWrong;
    }
    if (list === undefined) return inDeployment({ aws }, (deployment) => revokeInDeployment(deployment, certified));
    revokeInFile(list, certified);
    return exitCodes.done;
  },
});

async function revokeInDeployment(deployment: Deployment, certified: Certified): Promise<number> {
  const { id } = describeCode(certified);
  const nowMs = Date.now();
  if (endsAtS(certified) * 1_000 <= nowMs) {
    print(`${id} has ended by itself, ${toText(certified.expiresAtS)}.`);
    return exitCodes.done;
  }
  const isNew = await recordRevocation(stateOf(deployment), certified, nowMs);
  const versions = await publishLists(deployment);
  print(
    `${id} ${isNew ? 'is revoked' : 'was revoked before'}; gates have revocations version ${versions.revocations}.`,
  );
  return exitCodes.done;
}

function revokeInFile(path: string, certified: Certified): void {
  const { id } = describeCode(certified);
  const held = readRevocationsOrNone(path);
  const hash = revocationHash(certified, createCodePlatform());
  if (includesHash(held, hash)) {
    print(`${id} was on the list already, which has ${held.count}.`);
    return;
  }
  const hashes = addHashes(held, [hash]);
  if (hashes === undefined) {
    throw new UsageError(
      `${path} holds ${codeLimits.hashesPerListMax} codes, and no more fit; take off what has expired.`,
    );
  }
  writeRevocationsFile(path, hashes, Date.now());
  print(`${id} is revoked; the list has ${held.count + 1}.`);
}
