import { escalationLimits } from '../limits/escalation.ts';
import type { Waits } from './next-step.ts';

/** As a deployment says it unless it says otherwise: seconds until the officer hears, and until the district does. */
export const defaultWaits = `${escalationLimits.officerAfterS},${escalationLimits.districtAfterS}`;

/** @returns undefined for a text that is not two numbers of seconds within bounds, the second not the smaller one. */
export function parseWaits(text: string): Waits | undefined {
  const { waitSMin, waitSMax } = escalationLimits;
  const parts = text.split(',').map((part) => (/^\d{1,4}$/.test(part) ? Number(part) : Number.NaN));
  const [officerS = Number.NaN, districtS = Number.NaN] = parts;
  const isInOrder = waitSMin <= officerS && officerS <= districtS && districtS <= waitSMax;
  return parts.length === 2 && isInOrder ? { officerMs: officerS * 1_000, districtMs: districtS * 1_000 } : undefined;
}
