import * as z from 'zod';
import { quarantineLimits } from '../../domain/limits/functions.ts';
import { timeLimits } from '../../domain/limits/wire.ts';
import { localDay } from '../../domain/local-day.ts';
import { pass, shownCode } from '../../domain/messages/pass.ts';
import type { Deployment } from '../../operator/deployment.ts';
import { lookAtFailures } from '../../operator/failures-queue.ts';
import { stateOf } from '../../operator/gate-records.ts';
import { readPasses } from '../../operator/passes.ts';
import { listQuarantine, listSenders } from '../../operator/quarantine.ts';
import { readAlerts } from '../../operator/stored-alerts.ts';
import { simLimits } from '../limits.ts';
import { type Evidence, type Found, type SetAside, type StoredAlert, type StoredPass, toAnyAlert } from './evidence.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { AlertHearing } from './hearing.ts';
import { passesIn } from './sent-passes.ts';
import type { TableWatch } from './table-watch.ts';
import type { Truth } from './truth.ts';

/** An item of `passes`, as far as it can be held against what the gate made. */
const item = pass.omit({ code: true }).extend({
  gate: z.string(),
  community: z.string(),
  judgedVerdict: pass.shape.verdict.optional(),
  judgedReason: pass.shape.reason.optional(),
  codeForm: shownCode.shape.form.optional(),
  codeStatus: shownCode.shape.status,
  codeUsedAt: shownCode.shape.usedAt,
  expiresAt: z.number(),
});

interface EvidenceParts {
  /** IANA name of the zone in which the deployment reckons its days. */
  timeZone: string;
  hearing: Pick<AlertHearing, 'heard' | 'listenedTo'>;
  watch: Pick<TableWatch, 'seen'>;
  now(): number;
}

/** What lies in the tables and the failures queue of a deployment, on AWS or on this machine, and what its guards heard. */
export function evidenceOf(deployment: Deployment, { timeZone, hearing, watch, now }: EvidenceParts): Evidence {
  return {
    gather: async (truth, { elsewhere }): Promise<Found> => ({
      passes: await storedPasses(deployment, truth, timeZone),
      alerts: { stored: await storedAlerts(deployment), heard: hearing.heard, listenedTo: hearing.listenedTo },
      setAside: elsewhere ? [...(await quarantined(deployment, truth, now())), ...(await failed(deployment))] : [],
      seenInTable: watch.seen,
    }),
  };
}

async function storedPasses(deployment: Deployment, truth: Truth, timeZone: string): Promise<StoredPass[]> {
  const stored: StoredPass[] = [];
  for (const [community, days] of daysByCommunity(truth, timeZone)) {
    for (const day of days) {
      for await (const one of readPasses(deployment, { community, day, gate: undefined }, item)) {
        if (one && truth.gates.has(one.gate)) stored.push(toStoredPass(one));
      }
    }
  }
  return stored;
}

function toStoredPass({ codeForm, codeStatus, codeUsedAt, ...one }: z.infer<typeof item>): StoredPass {
  const code = codeForm ? { form: codeForm, status: codeStatus, usedAt: codeUsedAt } : null;
  const { gate, community, epoch, seq, at, verdict, reason, judgedVerdict, judgedReason, expiresAt } = one;
  return {
    ...{ gate, community, epoch, seq, at, verdict, reason },
    fingerprint: fingerprintOf({ ...one, code }),
    judged: judgedVerdict && judgedReason && { verdict: judgedVerdict, reason: judgedReason },
    // An item expires so long after the broker took it, or after its own time if that is later.
    receivedAtMs: (expiresAt - timeLimits.passRetentionS) * 1000,
  };
}

/** A date of UTC is in one or two local days. */
function daysByCommunity({ gates }: Truth, timeZone: string): Map<string, Set<string>> {
  const days = new Map<string, Set<string>>();
  for (const { community, dates } of gates.values()) {
    const ofCommunity = days.get(community) ?? new Set();
    days.set(community, ofCommunity);
    for (const date of dates) {
      for (const time of ['00:00:00.000Z', '23:59:59.999Z']) {
        ofCommunity.add(localDay(Date.parse(`${date}T${time}`), timeZone));
      }
    }
  }
  return days;
}

async function storedAlerts(deployment: Deployment): Promise<StoredAlert[]> {
  const alerts: StoredAlert[] = [];
  for await (const { state, ...alert } of readAlerts(stateOf(deployment))) alerts.push({ ...toAnyAlert(alert), state });
  return alerts;
}

async function quarantined(deployment: Deployment, { gates }: Truth, nowMs: number): Promise<SetAside[]> {
  const state = stateOf(deployment);
  const aside: SetAside[] = [];
  for (const { sender: gate, kept } of await listSenders(state, nowMs)) {
    if (kept === 0 || !gates.has(gate)) continue;
    const limit = quarantineLimits.keptPerGateHourMax;
    for (const { bytes, reason } of await listQuarantine(state, gate, { limit, nowMs })) {
      aside.push(...passesIn(bytes).map((one) => ({ gate, ...one, where: 'quarantined' as const, reason })));
    }
  }
  return aside;
}

const ruleEvent = z.object({ payload: z.base64(), clientId: z.string() });

async function failed(deployment: Deployment): Promise<SetAside[]> {
  return (await lookAtFailures(deployment, simLimits.failuresLookedAtMax)).flatMap(({ event, reason }) => {
    const { data } = ruleEvent.safeParse(event);
    const passes = data ? passesIn(Buffer.from(data.payload, 'base64')) : [];
    return passes.map((one) => ({ gate: data?.clientId ?? '', ...one, where: 'failed' as const, reason }));
  });
}
