import type { Severity } from '../alerts/severity.ts';

/** Notes in Hz with their begin and length in seconds; loud enough for a street, and told apart with eyes closed. */
const tunes: Readonly<Record<Severity, readonly (readonly [hz: number, atS: number, lengthS: number])[]>> = {
  stop: [
    [880, 0, 0.16],
    [1_320, 0.18, 0.16],
    [880, 0.36, 0.16],
    [1_320, 0.54, 0.3],
  ],
  check: [
    [740, 0, 0.18],
    [740, 0.26, 0.28],
  ],
  door: [
    [523, 0, 0.2],
    [659, 0.2, 0.2],
    [523, 0.4, 0.3],
  ],
  device: [[440, 0, 0.25]],
};

export interface Chime {
  play(severity: Severity): void;
  /** Whether the browser lets the page be heard: not before somebody has touched it. */
  isReady(): boolean;
  /** To be called while somebody touches the page. */
  unlock(): Promise<void>;
}

/** @param onReady told whenever it begins or ends to be heard: a phone call ends it, for example. */
export function createChime(onReady: (isReady: boolean) => void): Chime {
  let context: AudioContext | undefined;
  const open = () => {
    if (context !== undefined) return context;
    const opened = new AudioContext();
    opened.onstatechange = () => onReady(opened.state === 'running');
    context = opened;
    return opened;
  };
  return {
    isReady: () => context?.state === 'running',
    async unlock() {
      await open().resume();
    },
    play(severity) {
      const audio = open();
      const begin = audio.currentTime + 0.02;
      for (const [hz, atS, lengthS] of tunes[severity]) note(audio, hz, begin + atS, lengthS);
    },
  };
}

function note(audio: AudioContext, hz: number, atS: number, lengthS: number): void {
  const oscillator = audio.createOscillator();
  const loudness = audio.createGain();
  oscillator.type = 'triangle';
  oscillator.frequency.value = hz;
  // Without a slope at both ends it would click.
  loudness.gain.setValueAtTime(0, atS);
  loudness.gain.linearRampToValueAtTime(0.9, atS + 0.02);
  loudness.gain.setValueAtTime(0.9, atS + lengthS - 0.04);
  loudness.gain.linearRampToValueAtTime(0, atS + lengthS);
  oscillator.connect(loudness).connect(audio.destination);
  oscillator.start(atS);
  oscillator.stop(atS + lengthS);
}
