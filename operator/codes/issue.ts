import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import * as z from 'zod';
import { exitCodes, readFlags, readNumber } from '../../cli/command.ts';
import { issuePass } from '../../domain/codes/issue.ts';
import { lastsTooLong, type OwnPass, opaqueBytes, passKinds } from '../../domain/codes/own-pass.ts';
import { UsageError } from '../../domain/errors.ts';
import { codeLimits } from '../../domain/limits/codes.ts';
import { id } from '../../domain/messages/fields.ts';
import { print, printJson } from '../print.ts';
import { type CodesCommand, readTime, toText } from './define.ts';
import { deploymentFlags, inDeployment } from './in-deployment.ts';
import { openKmsKey } from './kms-key.ts';
import { addToKeysFile } from './lists.ts';
import { toPng } from './png.ts';
import { drawQr, toSvg } from './qr.ts';
import { openSigningKey, type SigningKey } from './signing-key.ts';

const secondsPerHour = 3_600;
const hoursMax = codeLimits.cardPassSMax / secondsPerHour;

const flags = {
  kind: { type: 'string' },
  communities: { type: 'string' },
  key: { type: 'string' },
  keys: { type: 'string' },
  from: { type: 'string' },
  hours: { type: 'string', default: String(codeLimits.phonePassSMax / secondsPerHour) },
  subject: { type: 'string' },
  once: { type: 'boolean', default: false },
  card: { type: 'boolean', default: false },
  svg: { type: 'string' },
  png: { type: 'string' },
  json: { type: 'boolean', default: false },
  ...deploymentFlags,
} as const;
type Flags = ReturnType<typeof readFlags<typeof flags>>['values'];

export const issue: CodesCommand = {
  name: 'issue',
  usage: `--kind ${passKinds.join('|')} --communities ID,ID [--from TIME] [--hours N] [--once] [--card]
        [--subject HEX] [--svg FILE] [--png FILE] [--key FILE] [--keys FILE] [--json] [--aws]`,
  about: [
    "prints a pass, signed by the deployment's newest key in KMS; --once: good for one passing; --card: not for a phone,",
    `so it may last longer than ${codeLimits.phonePassSMax / secondsPerHour} hours; --subject: the same person as in another pass`,
    '--key: signed with the private key in that file instead, which is made when there is no such file;',
    '--keys puts the public key on the key list in that file',
  ],
  async run(argv) {
    const { values } = readFlags(argv, flags);
    const nowMs = Date.now();
    const nowS = Math.floor(nowMs / 1_000);
    const pass = readPass(values, nowS);
    const issuedAtS = Math.min(pass.fromS, nowS);
    const signWith = async ({ listed, signer }: SigningKey) => ({
      listed,
      code: await issuePass(pass, issuedAtS, signer),
    });
    const { listed, code } =
      values.key === undefined
        ? await inDeployment(values, async (deployment) => signWith(await openKmsKey(deployment)))
        : await signWith(openSigningKey(values.key));
    if (values.keys) addToKeysFile(values.keys, listed, nowMs);
    const qr = drawQr(code, pass.medium);
    if (values.svg) writeFileSync(values.svg, toSvg(qr));
    if (values.png) writeFileSync(values.png, toPng(qr));
    const facts = { id: pass.tokenId.toString('hex'), subject: pass.subject.toString('hex'), kid: listed.kid };
    const drawn = { characters: code.length, qrVersion: qr.version, qrLevel: qr.level, qrModules: qr.size };
    if (values.json) printJson([{ code, ...facts, ...drawn }]);
    else
      report(
        code,
        pass,
        facts,
        `${code.length} characters, QR version ${qr.version}-${qr.level}, ${qr.size} modules a side`,
      );
    return exitCodes.done;
  },
};

function report(code: string, pass: OwnPass, facts: { id: string; subject: string; kid: string }, drawn: string): void {
  print(code);
  print(`  ${pass.kind} into ${pass.communities.join(', ')}, ${pass.singleUse ? 'once' : 'any number of times'}`);
  print(`  from ${toText(pass.fromS)} until ${toText(pass.untilS)}, on a ${pass.medium}`);
  print(`  id ${facts.id}, subject ${facts.subject}, key ${facts.kid}`);
  print(`  ${drawn}`);
}

type NewPass = OwnPass & { tokenId: Buffer; subject: Buffer };

function readPass(values: Flags, nowS: number): NewPass {
  const kind = z.enum(passKinds).safeParse(values.kind);
  if (!kind.success) throw new UsageError(`issue needs --kind with one of ${passKinds.join(', ')}.`);
  const communities = z.array(id).max(codeLimits.communitiesPerPassMax).safeParse(values.communities?.split(','));
  if (!communities.success) {
    throw new UsageError(
      `issue needs --communities with 1 to ${codeLimits.communitiesPerPassMax} ids, comma between: each ${id.description}.`,
    );
  }
  const fromS = values.from === undefined ? nowS - codeLimits.datedBackS : readTime('from', values.from);
  const hours = readNumber('hours', values.hours, { min: 0.01, max: hoursMax });
  const untilS = Math.floor(fromS + hours * secondsPerHour);
  const medium = values.card ? 'card' : 'phone';
  if (lastsTooLong({ medium, fromS, untilS })) {
    throw new UsageError(
      `A pass on a phone lasts ${codeLimits.phonePassSMax / secondsPerHour} hours at most; --card takes more.`,
    );
  }
  return {
    tokenId: randomBytes(opaqueBytes.tokenId),
    kind: kind.data,
    subject: readSubject(values.subject),
    communities: communities.data,
    singleUse: values.once,
    medium,
    fromS: Math.floor(fromS),
    untilS,
  };
}

function readSubject(hex: string | undefined): Buffer {
  if (hex === undefined) return randomBytes(opaqueBytes.subject);
  const subject = Buffer.from(hex, 'hex');
  if (subject.length === opaqueBytes.subject && subject.toString('hex') === hex.toLowerCase()) return subject;
  throw new UsageError(`--subject takes ${2 * opaqueBytes.subject} hexadecimal digits, as issue prints them.`);
}
