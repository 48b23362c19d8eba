import type { Alerting } from '../shared/alerting.ts';
import type { Clock } from '../shared/clock.ts';
import type { DisabledGates } from '../shared/disabled-gates.ts';
import type { FunctionMetrics } from '../shared/metrics.ts';
import type { Quarantine } from '../shared/quarantine.ts';
import type { Rejected } from '../shared/quarantine-reasons.ts';
import type { LeaveReceipt } from '../shared/receipts.ts';
import type { Retry } from '../shared/retry.ts';
import { readRuleEvent } from '../shared/rule-event.ts';
import { checkSender } from '../shared/sender.ts';
import { allSettled } from '../shared/settled.ts';
import type { TellFindings } from '../shared/tell-findings.ts';
import { isLate, toInstant } from '../shared/timing.ts';
import { type DecidedPass, type Decision, decide } from './decide.ts';
import { type KnowledgeParts, learn } from './knowledge.ts';
import { parsePasses, toBytes } from './parse.ts';
import type { PassesStore } from './passes-store.ts';
import { receiptOf } from './receipt-of.ts';

export interface IngestParts extends KnowledgeParts {
  clock: Clock;
  disabledGates: DisabledGates;
  passes: PassesStore;
  alerting: Alerting;
  quarantine: Quarantine;
  tellFindings: TellFindings;
  leaveReceipt: LeaveReceipt;
  metrics: FunctionMetrics;
}

/**
 * One message of passes: stored, alerts raised, and what is wrong with it put aside. Returns when all of that is
 * done; throws only when trying again can help. What is in the message never makes it throw.
 */
export type Ingest = (event: unknown, retry: Retry) => Promise<void>;

export function createIngest(parts: IngestParts): Ingest {
  const { clock, metrics, quarantine } = parts;
  return async (input, retry) => {
    const event = readRuleEvent(input);
    const checked = checkSender(event, 'passes', await parts.disabledGates.current(retry));
    if (!checked.ok) {
      metrics.countRejected('messagesRefused', [checked.reason]);
      return quarantine(event, [{ reason: checked.reason, bytes: event.bytes }], retry);
    }
    const { sender } = checked;
    const { passes, rejected, sentAtMs, wholeRejected } = parsePasses(event.bytes, event.receivedAt);
    const knowledge = await learn(sender, passes, parts, retry);
    const decision = decide(sender, passes, { ...knowledge, receivedAt: event.receivedAt, timeZone: parts.timeZone });
    const aboutToStoreMs = clock.now();
    const [refused, raised] = await allSettled([
      store(decision, parts, retry),
      raise(decision, parts, retry),
      quarantine(event, rejected, retry, sender),
    ]);
    const notStorable = refused.map(notStorableOf);
    const stored = [...decision.passes.values()].filter((one) => !refused.includes(one));
    const received = { from: sender, receivedAtMs: event.receivedAt, sentAtMs, aboutToStoreMs };
    await allSettled([
      notStorable.length > 0 ? quarantine(event, notStorable, retry, sender) : Promise.resolve(),
      dispel(decision, parts, retry),
      parts.tellFindings(decision.toLookInto, retry),
      // Only now: whoever reads that a pass was stored, tells its gate to forget it.
      parts.leaveReceipt(receiptOf(received, stored, [...rejected, ...notStorable]), retry),
    ]);

    const passesRejected = wholeRejected ? notStorable : [...rejected, ...notStorable];
    metrics.countRejected('messagesQuarantined', wholeRejected ? rejected.map(({ reason }) => reason) : []);
    metrics.countRejected(
      'passesQuarantined',
      passesRejected.map(({ reason }) => reason),
    );
    metrics.count('passesStored', stored.length);
    metrics.count('passesLate', passes.filter(({ pass }) => isLate(pass.at, event.receivedAt)).length);
    metrics.count('alertsRaised', raised);
    metrics.milliseconds('ingestAgeMs', Math.max(0, clock.now() - event.receivedAt));
  };
}

/** @returns the passes that DynamoDB will never take. */
async function store({ passes }: Decision, parts: IngestParts, retry: Retry): Promise<DecidedPass[]> {
  const decided = [...passes.values()];
  const refused = new Set(
    await parts.passes.store(
      decided.map(({ stored }) => stored),
      retry,
    ),
  );
  return decided.filter(({ stored }) => refused.has(stored));
}

function notStorableOf({ pass: { epoch, seq }, sent }: DecidedPass): Rejected {
  return { reason: 'not-storable', epoch, seq, bytes: toBytes(sent) };
}

/** @returns how many were not raised before. */
async function raise({ alerts }: Decision, { alerting }: IngestParts, retry: Retry): Promise<number> {
  const raised = await allSettled([...alerts.values()].map((draft) => alerting.raise(draft, retry)));
  return raised.filter(Boolean).length;
}

/** After raising: the suspicion and what dispelled it may have come in one message. */
async function dispel({ dispelled }: Decision, { alerting, clock }: IngestParts, retry: Retry): Promise<void> {
  const resolvedAt = toInstant(clock.now());
  await allSettled(dispelled.map((draft) => alerting.resolve(draft, resolvedAt, retry)));
}
