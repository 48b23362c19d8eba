/** What a guard gives out with one tap. */
export const presets = ['two-hours', 'today', 'once'] as const;
export type Preset = (typeof presets)[number];

const hourMs = 3_600_000;
const minuteMs = 60_000;
/** As the API takes it: what is on a phone's screen is soon copied. */
const hoursMax = 24;

/**
 * What is asked of the API for a preset. Codes last whole hours: one for today goes on into the first hour of tomorrow
 * rather than ending before the day does.
 * @param time `HH:MM` on the walls of the community.
 */
export function askedFor(preset: Preset, time: string): { hours: number; singleUse: boolean } {
  if (preset === 'two-hours') return { hours: 2, singleUse: false };
  if (preset === 'once') return { hours: hoursMax, singleUse: true };
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const leftMs = hoursMax * hourMs - hour * hourMs - minute * minuteMs;
  return { hours: Math.max(1, Math.ceil(leftMs / hourMs)), singleUse: false };
}
