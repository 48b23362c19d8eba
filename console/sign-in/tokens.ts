import { askLimits } from '../limits.ts';
import type { Granted, Issuer } from './issuer.ts';

/** Of a tab, and gone with it (decision 20). */
const refreshKey = 'gatehouse-refresh';

/** The tokens of this sign-in: the one that is shown around in memory only, the one that renews it in the tab's storage. */
export interface TokenKeeper {
  take(granted: Granted): boolean;
  /** Whether somebody has signed in here, as far as is known without asking. */
  has(): boolean;
  /** One that is good for a minute at least; undefined when there is none and nobody can be asked. */
  fresh(force?: boolean): Promise<string | undefined>;
  refreshToken(): string | undefined;
  forget(): void;
}

/** @param onRefused the sign-in has ended. @param onRenewed with each token, the first one too. */
export function createTokens(
  issuer: Issuer,
  { onRefused, onRenewed }: { onRefused(): void; onRenewed(): void },
): TokenKeeper {
  let access: { token: string; untilMs: number } | undefined;
  let renewing: Promise<string | undefined> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const refreshToken = () => sessionStorage.getItem(refreshKey) ?? undefined;
  const forget = () => {
    clearTimeout(timer);
    access = undefined;
    sessionStorage.removeItem(refreshKey);
  };
  const take = (granted: Granted): boolean => {
    if ('failed' in granted) {
      if (granted.failed === 'refused') {
        forget();
        onRefused();
      }
      return false;
    }
    const { access_token, refresh_token, expires_in } = granted.tokens;
    access = { token: access_token, untilMs: Date.now() + expires_in * 1_000 };
    if (refresh_token !== undefined) sessionStorage.setItem(refreshKey, refresh_token);
    clearTimeout(timer);
    timer = setTimeout(() => void renew(), Math.max(1_000, expires_in * 1_000 - askLimits.renewBeforeMs));
    onRenewed();
    return true;
  };
  // Everybody who needs one at the same moment waits for the same one: a refresh token is good once.
  const renew = () => {
    renewing ??= renewOnce().finally(() => {
      renewing = undefined;
    });
    return renewing;
  };
  const renewOnce = async () => {
    const token = refreshToken();
    if (token === undefined) return undefined;
    return take(await issuer.renew(token)) ? access?.token : undefined;
  };

  return {
    take,
    forget,
    refreshToken,
    has: () => access !== undefined || refreshToken() !== undefined,
    async fresh(force = false) {
      if (!force && access !== undefined && access.untilMs - Date.now() > askLimits.renewBeforeMs / 2)
        return access.token;
      return renew();
    },
  };
}
