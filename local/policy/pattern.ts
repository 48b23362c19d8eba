/**
 * Patterns of policies: literal text, the wildcards `*` (any run of characters) and `?` (any one character), and
 * variables such as `${iot:ClientId}`. There is no other wildcard: MQTT's `+` and `#` are ordinary characters here.
 * https://docs.aws.amazon.com/iot/latest/developerguide/iot-policy-variables.html
 */
export type Pattern = readonly Token[];

type Token = { literal: string } | { wildcard: '*' | '?' } | { variable: string };

/** What a request says about itself; a key that is absent is not known, which is not the same as empty. */
export type Context = Readonly<Record<string, string | readonly string[] | undefined>>;

// A variable, a wildcard, or text up to the next of them. `${` always opens a variable; a lone `$` is text.
const tokenShape = /\$\{([^}]*)\}|([*?])|((?:[^*?$]|\$(?!\{))+)/gy;

/**
 * Reads a pattern. With `wildcards: false` (the operator `StringEquals`) `*` and `?` are text.
 * @throws SyntaxError for a `${` without `}`.
 */
export function parsePattern(text: string, options: { wildcards: boolean } = { wildcards: true }): Pattern {
  const tokens: Token[] = [];
  let end = 0;
  for (const [whole, variable, wildcard, literal] of text.matchAll(tokenShape)) {
    end += whole.length;
    if (variable !== undefined) tokens.push(isEscape(variable) ? { literal: variable } : { variable });
    else if (literal !== undefined) tokens.push({ literal });
    else if (!options.wildcards) tokens.push({ literal: whole });
    else tokens.push({ wildcard: wildcard === '*' ? '*' : '?' });
  }
  if (end < text.length) throw new SyntaxError(`\${ without } in ${text}`);
  return tokens;
}

/** `${*}`, `${?}` and `${$}` stand for the characters themselves. */
function isEscape(variable: string): boolean {
  return variable === '*' || variable === '?' || variable === '$';
}

/** The names of a pattern's variables. */
export function variablesOf(pattern: Pattern): string[] {
  return pattern.flatMap((token) => ('variable' in token ? [token.variable] : []));
}

/**
 * Puts the context's values in place of the variables, as text: a `*` in a value is no wildcard.
 * @returns undefined when a variable has no single value, so that the pattern can match nothing.
 */
export function fillIn(pattern: Pattern, context: Context): Pattern | undefined {
  const filled: Token[] = [];
  for (const token of pattern) {
    if (!('variable' in token)) {
      filled.push(token);
      continue;
    }
    const value = Object.hasOwn(context, token.variable) ? context[token.variable] : undefined;
    if (typeof value !== 'string') return undefined;
    filled.push({ literal: value });
  }
  return filled;
}

/**
 * Whether all of `text` matches a pattern without variables. Takes at most pattern × text steps, whatever a device
 * chooses as its topic.
 */
export function matches(pattern: Pattern, text: string): boolean {
  let at = 0;
  let position = 0;
  let star: { after: number; position: number } | undefined;
  while (true) {
    const token = pattern[at];
    if (token === undefined && position === text.length) return true;
    if (token !== undefined && 'wildcard' in token && token.wildcard === '*') {
      star = { after: at + 1, position };
      at += 1;
      continue;
    }
    const length = token === undefined ? undefined : lengthMatched(token, text, position);
    if (length !== undefined) {
      at += 1;
      position += length;
      continue;
    }
    // Dead end: let the last `*` take one more character.
    if (star === undefined || star.position >= text.length) return false;
    star.position += 1;
    at = star.after;
    position = star.position;
  }
}

function lengthMatched(token: Token, text: string, position: number): number | undefined {
  if ('literal' in token) return text.startsWith(token.literal, position) ? token.literal.length : undefined;
  return 'wildcard' in token && position < text.length ? 1 : undefined;
}
