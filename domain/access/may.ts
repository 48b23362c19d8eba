import type { Principal, Role } from './principal.ts';

interface Rule {
  roles: readonly Role[];
  /** `community`: only where the token names the community itself, not by its district. */
  by: 'community' | 'district';
}

/**
 * Who may do what (law 4). Guards and officers see persons, and handle what is about them; an operator looks after
 * gates and sees nobody. Always within their own places.
 */
const rules = {
  'see-alerts-about-persons': { roles: ['guard', 'officer'], by: 'district' },
  'handle-alerts-about-persons': { roles: ['guard', 'officer'], by: 'district' },
  'see-alerts-about-devices': { roles: ['guard', 'officer', 'operator'], by: 'district' },
  'handle-alerts-about-devices': { roles: ['guard', 'officer', 'operator'], by: 'district' },
  'see-passes': { roles: ['guard', 'officer'], by: 'district' },
  'see-gates': { roles: ['guard', 'officer', 'operator'], by: 'district' },
  /** Limits decide about people, and how gates send about the deployment. */
  'configure-gates': { roles: ['officer', 'operator'], by: 'district' },
  /** Whoever opens a barrier has to answer for who came in: a guard of that very community. */
  'open-barriers': { roles: ['guard'], by: 'community' },
  'see-guards': { roles: ['guard', 'officer'], by: 'district' },
  'name-guards': { roles: ['officer'], by: 'district' },
  'be-on-shift': { roles: ['guard'], by: 'district' },
  'issue-visitor-codes': { roles: ['guard', 'officer'], by: 'community' },
  'revoke-visitor-codes': { roles: ['guard', 'officer'], by: 'district' },
  'see-load': { roles: ['officer'], by: 'district' },
  /** Phone numbers are in it. */
  'keep-rosters': { roles: ['officer'], by: 'district' },
} as const satisfies Record<string, Rule>;

export type Action = keyof typeof rules;
export const actions: readonly Action[] = Object.keys(rules) as Action[];

/** Whether somebody may write who of a district is told: its officers, and who looks after its gates. */
export function mayKeepDistrictRoster({ role, districts }: Principal, district: string): boolean {
  return (role === 'officer' || role === 'operator') && districts.includes(district);
}

export interface Place {
  district: string;
  community: string;
}

/** Whether somebody may do something at a place. */
export function may({ role, districts, communities }: Principal, action: Action, place: Place): boolean {
  const rule: Rule = rules[action];
  if (!rule.roles.includes(role)) return false;
  return communities.includes(place.community) || (rule.by === 'district' && districts.includes(place.district));
}
