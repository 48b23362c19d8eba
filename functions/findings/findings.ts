import { codeAlertId } from '../../domain/alert-identity.ts';
import { GatehouseError } from '../../domain/errors.ts';
import { describeUse, secondUse } from '../../domain/findings/use.ts';
import { describeWalk, impossibleWalks } from '../../domain/findings/walk.ts';
import { findingLimits } from '../../domain/limits/findings.ts';
import type { KeyedPass } from '../../domain/pass-key.ts';
import type { AlertDraft, Alerting } from '../shared/alerting.ts';
import type { Clock } from '../shared/clock.ts';
import type { FunctionMetrics } from '../shared/metrics.ts';
import type { Retry } from '../shared/retry.ts';
import { allSettled } from '../shared/settled.ts';
import { isLate, toInstant } from '../shared/timing.ts';
import { readFindingsEvent, type ToldPass } from './event.ts';
import type { FirstUses } from './first-uses.ts';
import type { Neighbours } from './neighbours.ts';
import type { FindPosition } from './positions.ts';

export interface FindingsParts {
  clock: Clock;
  neighbours: Neighbours;
  findPosition: FindPosition;
  firstUses: FirstUses;
  alerting: Alerting;
  metrics: FunctionMetrics;
}

/** Thrown when others wrote the same code's first use each time: Lambda's retry comes when they are done. */
class ContendedError extends GatehouseError {
  override readonly name = 'ContendedError';
}

/**
 * What only the cloud can know, and later: it knows all gates. Findings raise alerts; no verdict is compared with
 * them. Everything here may be done again, by Lambda's retries and by redrive.
 */
export type Findings = (event: unknown, retry: Retry) => Promise<void>;

export function createFindings(parts: FindingsParts): Findings {
  return async (event, retry) => {
    const told = readFindingsEvent(event);
    const raised = await allSettled(
      told.flatMap((one) => [lookForWalks(parts, one, retry), lookForSecondUse(parts, one, retry)]),
    );
    parts.metrics.count(
      'alertsRaised',
      raised.reduce((sum, count) => sum + count, 0),
    );
  };
}

/** @returns how many alerts this raised, as those below. */
async function lookForWalks(parts: FindingsParts, { subject, pass }: ToldPass, retry: Retry): Promise<number> {
  const others = (await parts.neighbours(subject, pass, retry)).filter(({ gate }) => gate !== pass.gate);
  if (others.length === 0) return 0;
  const gates = [...new Set([pass, ...others].map(({ gate }) => gate))];
  const found = await allSettled(gates.map((gate) => parts.findPosition(gate, retry)));
  const positions = new Map(gates.map((gate, index) => [gate, found[index]]));
  const drafts = new Map<string, AlertDraft>();
  for (const walk of impossibleWalks(pass, others, (gate) => positions.get(gate))) {
    const draft = draftOf('impossible-walk', walk.accused, subject, describeWalk(walk), parts.clock);
    // The nearest comes first, and says most.
    if (!drafts.has(draft.alertId)) drafts.set(draft.alertId, draft);
  }
  const raised = await allSettled([...drafts.values()].map((draft) => parts.alerting.raise(draft, retry)));
  return raised.filter(Boolean).length;
}

/** Leaving is no use: who was let in by a code is let out by it. */
async function lookForSecondUse(parts: FindingsParts, told: ToldPass, retry: Retry): Promise<number> {
  const { pass, direction, tokenUse } = told;
  if (tokenUse === undefined || direction === 'out') return 0;
  let raised = 0;
  for (let writes = 0; writes < findingLimits.firstUseWritesMax; writes++) {
    const held = await parts.firstUses.holdOrFind(tokenUse, pass, retry);
    const use = secondUse(held, pass);
    if (!use) return raised;
    // The alert first: who finds the earlier pass held already, takes the other one's alert for raised.
    const draft = draftOf('used-twice', use.second, tokenUse, describeUse(use), parts.clock);
    if (await parts.alerting.raise(draft, retry)) raised++;
    if (use.first === held || (await parts.firstUses.replace(tokenUse, held, pass, retry))) return raised;
  }
  throw new ContendedError('The first use of a code was written by others each time.');
}

function draftOf(
  kind: 'impossible-walk' | 'used-twice',
  accused: KeyedPass,
  whose: string,
  detail: string,
  clock: Clock,
): AlertDraft {
  const { gate, community, atMs } = accused;
  const raisedAt = toInstant(atMs);
  const late = isLate(raisedAt, clock.now());
  return { alertId: codeAlertId(kind, gate, whose, atMs), kind, gate, community, raisedAt, late, detail };
}
