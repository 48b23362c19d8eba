import { consoleLimits } from '../limits/consoles.ts';

/**
 * Client ids of consoles. A second connection with a client id evicts the first, so each is bound to whom it stands
 * for, and none can be that of a gate: whose console it is stands in it, as a digest since client ids are seen in logs.
 * @param subjectDigest SHA-256 of the token's `sub`, in hexadecimal.
 * @param page what tells the pages of one person apart: lower-case letters and digits, the same as long as it is open.
 */
export function consoleClientId(subjectDigest: string, page: string): string {
  return `guard-${subjectDigest.slice(0, consoleLimits.clientDigestDigits)}-${page}`;
}

/** Whether somebody's console may have this client id. */
export function isConsoleOf(subjectDigest: string, clientId: string): boolean {
  const page = clientId.slice(consoleClientId(subjectDigest, '').length);
  // Nothing in it may mean anything in a policy: no wildcard and no variable.
  return clientId === consoleClientId(subjectDigest, page) && pageName.test(page);
}

const pageName = new RegExp(`^[a-z0-9]{1,${consoleLimits.pageCharactersMax}}$`);
