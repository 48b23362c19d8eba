import { alertsTopic } from '../topics.ts';
import { may, type Place } from './may.ts';
import type { Principal } from './principal.ts';

/**
 * The topic filters by which somebody hears the alerts of their places: one a district, whatever is in it, and one for
 * each further community. Who may not see all that is told there hears nothing.
 * @param places of the communities that the token names, as far as they are known.
 */
export function heardAlerts(principal: Principal, places: readonly Place[]): string[] {
  const elsewhere = places.filter(({ district }) => !principal.districts.includes(district));
  return [...principal.districts.map((district) => ({ district, community: '+' })), ...elsewhere]
    .filter((place) => told.every((action) => may(principal, action, place)))
    .map(alertsTopic);
}

/** What is told on the topic of a community. */
const told = ['see-alerts-about-persons', 'see-alerts-about-devices'] as const;
