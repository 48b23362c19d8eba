import { exitCodes } from '../../cli/command.ts';
import { noHashes } from '../../domain/codes/hash-list.ts';
import { createKeyRing } from '../../domain/codes/key-ring.ts';
import { verifyCode } from '../../domain/codes/verify.ts';
import { createCodePlatform } from '../../platform/codes.ts';
import { print, printJson } from '../print.ts';
import { codeCommand, explainRefusal, readTime, requireFlag } from './define.ts';
import { readKeysFile, readRevocationsFile } from './lists.ts';
import { describeCode } from './show.ts';

export const verify = codeCommand({
  name: 'verify',
  usage: 'CODE --keys FILE [--at TIME] [--community ID] [--revocations FILE] [--json]',
  about: [
    'whether a gate would believe the code, and if not, why',
    '--keys: a key list, or PEM of certificates (for health certificates) or of public keys (for passes)',
  ],
  flags: {
    keys: { type: 'string' },
    at: { type: 'string' },
    community: { type: 'string' },
    revocations: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
  run(code, { keys, at, community, revocations, json }) {
    const check = {
      keys: createKeyRing(readKeysFile(requireFlag('verify', 'keys', keys))),
      revocations: revocations === undefined ? noHashes : readRevocationsFile(revocations),
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
