/**
 * What signed codes carry. The form is the same (base45, zlib, COSE_Sign1, CWT); prefix and claim tell what is inside,
 * and a key is bound to one content, so that a health authority cannot let anybody in and a gate's key certifies
 * nothing.
 */
export const codeContentNames = ['gatehouse', 'hc1'] as const;
export type CodeContent = (typeof codeContentNames)[number];

export const codeContents = {
  /** The EU's and WHO's health certificates: claim -260 is theirs in the IANA registry of CWT claims. */
  hc1: { prefix: 'HC1:', claim: -260 },
  /** Gatehouse's own pass: below -65536 the registry leaves claims for private use (RFC 8392, 9.1.1). */
  gatehouse: { prefix: 'GH1:', claim: -65_537 },
} as const satisfies Record<CodeContent, { prefix: string; claim: number }>;

/** @returns undefined when the text begins with no known prefix. */
export function contentOf(text: string): CodeContent | undefined {
  return codeContentNames.find((content) => text.startsWith(codeContents[content].prefix));
}

/** Whether codes of this form are believed by their signature. */
export function isSigned(form: string): form is CodeContent {
  return codeContentNames.some((content) => content === form);
}
