import { codeLimits } from '../limits/codes.ts';
import { wireLimits } from '../limits/wire.ts';
import { decodeBase45 } from './base45.ts';
import { type CodeContent, codeContents, contentOf } from './contents.ts';
import { parseSign1, type Sign1 } from './cose.ts';
import type { CodePlatform } from './platform.ts';
import type { Refusal } from './refusals.ts';

/** A code unpacked down to what was signed. Nothing of it is to be believed yet. */
export interface UnverifiedCode {
  content: CodeContent;
  sign1: Sign1;
}

/** @returns the reason when the text cannot be unpacked. */
export function readCode(text: string, platform: Pick<CodePlatform, 'inflate'>): UnverifiedCode | Refusal {
  if (text.length > wireLimits.codeCharactersMax) return 'too-long';
  const content = contentOf(text);
  if (!content) return 'context';
  const packed = decodeBase45(text.slice(codeContents[content].prefix.length));
  if (!packed) return 'base45';
  const unpacked = platform.inflate(packed, codeLimits.unpackedBytesMax);
  if (typeof unpacked === 'string') return unpacked;
  const sign1 = parseSign1(unpacked);
  return typeof sign1 === 'string' ? sign1 : { content, sign1 };
}
