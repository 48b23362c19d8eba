import { exitCodes } from '../../cli/command.ts';
import { noHashes } from '../../domain/codes/hash-list.ts';
import { createKeyRing } from '../../domain/codes/key-ring.ts';
import { type CodeCheck, verifyCode } from '../../domain/codes/verify.ts';
import { UsageError } from '../../domain/errors.ts';
import { createCodePlatform } from '../../platform/codes.ts';
import { print, printJson } from '../print.ts';
import { codeCommand, explainRefusal, readTime } from './define.ts';
import { deploymentFlags, inDeployment } from './in-deployment.ts';
import { readKeysFile, readRevocationsFile } from './lists.ts';
import { readPublishedLists } from './published.ts';
import { describeCode } from './show.ts';

export const verify = codeCommand({
  name: 'verify',
  usage: 'CODE [--at TIME] [--community ID] [--keys FILE] [--revocations FILE] [--json] [--aws]',
  about: [
    'whether a gate would believe the code, by the lists that gates have now, and if not, why',
    '--keys: by that file and --revocations instead; a key list, or PEM of certificates (for health certificates) or of public keys (for passes)',
  ],
  flags: {
    keys: { type: 'string' },
    at: { type: 'string' },
    community: { type: 'string' },
    revocations: { type: 'string' },
    json: { type: 'boolean', default: false },
    ...deploymentFlags,
  },
  async run(code, { keys, at, community, revocations, json, aws }) {
    if (keys === undefined && revocations !== undefined) throw new UsageError('--revocations goes with --keys.');
    const lists = keys === undefined ? await inDeployment({ aws }, readPublishedLists) : readFiles(keys, revocations);
    const check = {
      ...lists,
      atS: at === undefined ? Date.now() / 1_000 : readTime('at', at),
      ...(community !== undefined && { community }),
    };
    const result = verifyCode(code, check, createCodePlatform());
    if (!result.accepted) {
      if (json) printJson([result]);
      else print(explainRefusal(result.reason));
      return exitCodes.foundWrong;
    }
    const facts = describeCode(result.code);
    if (json) printJson([{ accepted: true, content: result.code.content, ...facts }]);
    else
      print(
        `accepted: ${result.code.content}, ${Object.entries(facts)
          .map(([name, value]) => `${name} ${value}`)
          .join('; ')}`,
      );
    return exitCodes.done;
  },
});

function readFiles(keys: string, revocations: string | undefined): Pick<CodeCheck, 'keys' | 'revocations'> {
  return {
    keys: createKeyRing(readKeysFile(keys)),
    revocations: revocations === undefined ? noHashes : readRevocationsFile(revocations),
  };
}
