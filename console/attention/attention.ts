import type { Alert } from '../../domain/messages/alert.ts';
import type { Known } from '../alerts/known.ts';
import { toSound } from '../alerts/noticing.ts';
import { type Severity, severityOf } from '../alerts/severity.ts';
import { preferences } from '../app/preferences.ts';
import { createStore, type Store } from '../app/store.ts';
import type { Keep } from '../keep/keep.ts';
import { say } from '../language/text.ts';
import { alertSentence, gateName } from '../language/wording.ts';
import { createChime } from './chime.ts';

/** Milliseconds on and off. */
const vibrations: Readonly<Record<Severity, number[]>> = {
  stop: [300, 100, 300, 100, 600],
  check: [300, 150, 300],
  door: [400],
  device: [200],
};

/** What a screen reader says, at once. */
export const announced = createStore('');
/** Whether the page is heard; it is not before somebody has touched it. */
export const canSound = createStore(false);
const chime = createChime(canSound.set);

/** Sounds, vibrates and speaks for each alert once: what has sounded is remembered on the phone. */
export async function drawAttention(known: Store<Known>, keep: Keep): Promise<void> {
  let sounded = (await keep.read<readonly string[]>('sounded')) ?? [];
  const look = () => {
    const { worst, ...next } = toSound(known.get().alerts.values(), sounded);
    if (worst === undefined) return;
    sounded = next.sounded;
    void keep.write('sounded', sounded);
    announced.set(say('queue.new', { what: say(`kind.${worst.kind}`), where: gateName(worst, say) }));
    draw(worst);
  };
  known.subscribe(look);
  look();
}

/** As an alert would, for somebody who wants to hear it. */
export function tryOut(): void {
  void chime.unlock().then(() => draw({ kind: 'fever' }));
}

function draw(alert: Pick<Alert, 'kind'> & Partial<Alert>): void {
  const { sound, vibration, speech } = preferences.get();
  const severity = severityOf(alert);
  if (sound) chime.play(severity);
  if (vibration && 'vibrate' in navigator && navigator.userActivation?.hasBeenActive) {
    navigator.vibrate(vibrations[severity]);
  }
  if (speech) speak(alertSentence(alert, say));
}

function speak(text: string): void {
  const spoken = new SpeechSynthesisUtterance(text);
  spoken.lang = preferences.get().language === 'zh' ? 'zh-CN' : 'en-GB';
  speechSynthesis.speak(spoken);
}

// Any touch will do. Which of its events counts as one differs: with a finger it is the last.
for (const kind of ['pointerdown', 'pointerup', 'click', 'keydown'] as const) {
  addEventListener(kind, () => {
    if (!chime.isReady()) void chime.unlock();
  });
}
