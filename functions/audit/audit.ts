import { auditLimits } from '../../domain/limits/screening.ts';
import { dayAfter, localDay } from '../../domain/local-day.ts';
import type { Retry } from '../shared/retry.ts';
import { type AuditDayParts, auditDay } from './audit-day.ts';
import type { CommunitiesStore, Community } from './communities-store.ts';

export interface AuditParts extends AuditDayParts {
  communities: CommunitiesStore;
}

/** Once a minute: audits some of the communities whose day has ended, those first that wait longest. */
export type Audit = (retry: Retry, remainingMs: () => number) => Promise<void>;

export function createAudit(parts: AuditParts): Audit {
  const { clock, communities, metrics, timeZone } = parts;
  return async (retry, remainingMs) => {
    const lastDay = dayAfter(localDay(clock.now() - auditLimits.afterMidnightMs, timeZone), -1);
    const due = dueBy(await communities.all(retry), lastDay);
    metrics.count('auditsOverdue', due.filter(({ day }) => day < lastDay).length);
    const failed: unknown[] = [];
    for (const { community, day } of due.slice(0, auditLimits.communitiesPerTickMax)) {
      if (remainingMs() < auditLimits.communityNeedsMs) break;
      // One that cannot be audited does not keep the others from it.
      try {
        await auditDay(parts, community, day, retry);
        await communities.markAudited(community, day, retry);
      } catch (error) {
        failed.push(error);
      }
    }
    if (failed.length > 0) throw failed[0];
  };
}

/** The day that comes next for each community, the earliest first. */
function dueBy(all: readonly Community[], lastDay: string): { community: string; day: string }[] {
  const earliest = dayAfter(lastDay, -auditLimits.daysBehindMax);
  return all
    .map(({ community, auditedThrough }) => ({ community, day: nextDay(auditedThrough, lastDay, earliest) }))
    .filter(({ day }) => day <= lastDay)
    .toSorted((a, b) => (a.day < b.day ? -1 : 1));
}

/** A community that was never audited begins with the last day: what was before is not made up for. */
function nextDay(auditedThrough: string | undefined, lastDay: string, earliest: string): string {
  if (auditedThrough === undefined) return lastDay;
  const next = dayAfter(auditedThrough, 1);
  return next < earliest ? earliest : next;
}
