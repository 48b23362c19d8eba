import { preferences } from '../app/preferences.ts';

let held: WakeLockSentinel | undefined;

/** Keeps the screen on while the page is seen, if that is wanted: a browser lets go of it whenever the page is not. */
export function keepAwake(): void {
  preferences.subscribe(hold);
  document.addEventListener('visibilitychange', hold);
  void hold();
}

async function hold(): Promise<void> {
  const wanted = preferences.get().awake && document.visibilityState === 'visible';
  if (!wanted) {
    await held?.release();
    held = undefined;
    return;
  }
  if (held?.released === false) return;
  // Refused on a battery that is nearly empty: then the screen goes dark as it always does.
  held = await navigator.wakeLock?.request('screen').catch(() => undefined);
}
