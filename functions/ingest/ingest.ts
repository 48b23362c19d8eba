import type { GateConfig } from '../../domain/messages/config.ts';
import type { Alerting } from '../shared/alerting.ts';
import type { Clock } from '../shared/clock.ts';
import type { Configs } from '../shared/configs.ts';
import type { DisabledGates } from '../shared/disabled-gates.ts';
import type { FunctionMetrics } from '../shared/metrics.ts';
import type { Quarantine } from '../shared/quarantine.ts';
import type { Rejected } from '../shared/quarantine-reasons.ts';
import type { Retry } from '../shared/retry.ts';
import { readRuleEvent } from '../shared/rule-event.ts';
import { checkSender, type Sender } from '../shared/sender.ts';
import { allSettled } from '../shared/settled.ts';
import { isLate } from '../shared/timing.ts';
import { type Decision, decide } from './decide.ts';
import { parsePasses, type SentPass, toBytes } from './parse.ts';
import type { PassesStore } from './passes-store.ts';
import type { CurrentPseudonymKeys } from './pseudonym-keys.ts';

export interface IngestParts {
  clock: Clock;
  timeZone: string;
  disabledGates: DisabledGates;
  configs: Configs;
  pseudonymKeys: CurrentPseudonymKeys;
  passes: PassesStore;
  alerting: Alerting;
  quarantine: Quarantine;
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
    const { passes, rejected, wholeRejected } = parsePasses(event.bytes, event.receivedAt);
    const knowledge = await learn(sender, passes, parts, retry);
    const decision = decide(sender, passes, { ...knowledge, receivedAt: event.receivedAt, timeZone: parts.timeZone });
    const [notStorable, raised] = await allSettled([
      store(decision, parts, retry),
      raise(decision, parts, retry),
      quarantine(event, rejected, retry, sender),
    ]);
    if (notStorable.length > 0) await quarantine(event, notStorable, retry, sender);

    const passesRejected = wholeRejected ? notStorable : [...rejected, ...notStorable];
    metrics.countRejected('messagesQuarantined', wholeRejected ? rejected.map(({ reason }) => reason) : []);
    metrics.countRejected(
      'passesQuarantined',
      passesRejected.map(({ reason }) => reason),
    );
    metrics.count('passesStored', decision.passes.size - notStorable.length);
    metrics.count('passesLate', passes.filter(({ pass }) => isLate(pass.at, event.receivedAt)).length);
    metrics.count('alertsRaised', raised);
    metrics.milliseconds('ingestAgeMs', Math.max(0, clock.now() - event.receivedAt));
  };
}

/** Reads what the decision needs; nearly always out of what the instance has kept. */
async function learn({ gate }: Sender, passes: readonly SentPass[], parts: IngestParts, retry: Retry) {
  const versions = [...new Set(passes.map(({ pass }) => pass.configVersion))];
  const showsCode = passes.some(({ pass }) => pass.code);
  const [keys, found] = await allSettled([
    Promise.resolve(showsCode ? parts.pseudonymKeys(retry) : []),
    Promise.all(versions.map((version) => parts.configs.find(gate, version, retry))),
  ]);
  const configs = new Map<number, GateConfig>();
  for (const config of found) if (config) configs.set(config.version, config);
  return { keys, configs };
}

/** @returns the passes that DynamoDB will never take. */
async function store({ passes }: Decision, parts: IngestParts, retry: Retry): Promise<Rejected[]> {
  const sentOf = new Map([...passes.values()].map(({ stored, sent }) => [stored, sent]));
  const refused = await parts.passes.store([...sentOf.keys()], retry);
  return refused.map((stored) => ({ reason: 'not-storable', bytes: toBytes(sentOf.get(stored)) }));
}

/** @returns how many were not raised before. */
async function raise({ alerts }: Decision, { alerting }: IngestParts, retry: Retry): Promise<number> {
  const raised = await allSettled([...alerts.values()].map((draft) => alerting.raise(draft, retry)));
  return raised.filter(Boolean).length;
}
