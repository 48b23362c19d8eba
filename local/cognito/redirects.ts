/**
 * Whether a sign-in may end at this URL: it is one of the template's, or a page of this port at the same path: which
 * port that is, the template cannot know.
 * @param own origins of this port.
 */
export function isRedirect(url: string, listed: readonly string[], own: readonly string[]): boolean {
  if (listed.includes(url)) return true;
  const { origin, pathname, search, hash } = URL.parse(url) ?? {};
  if (origin === undefined || !own.includes(origin) || search !== '' || hash !== '') return false;
  return listed.some((one) => URL.parse(one)?.pathname === pathname);
}

/** A URL with these parameters added. */
export function withParameters(url: string, parameters: Record<string, string | undefined>): string {
  const extended = new URL(url);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) extended.searchParams.set(name, value);
  }
  return extended.href;
}
