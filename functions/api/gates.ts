import * as z from 'zod';
import { chartOf } from '../../domain/api/chart.ts';
import { gateShown } from '../../domain/api/gate-routes.ts';
import { apiLimits } from '../../domain/limits/api.ts';
import { gateKey, gatesOf } from '../../domain/state-keys.ts';
import type { DisabledGates } from '../shared/disabled-gates.ts';
import type { Retry } from '../shared/retry.ts';
import { readItem, readPartition, type Table } from '../shared/table.ts';
import { toInstant } from '../shared/timing.ts';
import { notFound } from './answer.ts';
import type { Communities } from './communities.ts';
import type { GateConfigs } from './gate-configs.ts';
import type { Handlers } from './handler-of.ts';
import type { ReadPasses } from './read-passes.ts';

export interface GateParts {
  state: Table;
  communities: Communities;
  disabledGates: DisabledGates;
  gateConfigs: GateConfigs;
  readPasses: ReadPasses;
}

type GateShown = z.infer<typeof gateShown>;
/** A gate as it lies in `state`: one that was enrolled and never heard has no connection yet. */
const gateItem = gateShown.omit({ disabled: true }).extend({
  connected: gateShown.shape.connected.default(false),
  configVersion: gateShown.shape.configVersion.default(0),
});
const listedGate = z.object({ sk: z.string() });
const hourMs = 3_600_000;

export function createGateHandlers(
  parts: GateParts,
): Pick<Handlers, 'listGates' | 'getGate' | 'getGateHours' | 'getConfig' | 'putConfig'> {
  const { communities, gateConfigs } = parts;
  return {
    async listGates({ principal, community, retry }) {
      const place = await communities.permit(principal, 'see-gates', community, retry);
      if ('problem' in place) return place;
      const gates = await readGates(parts, community, retry);
      return { answer: { gates } };
    },
    async getGate({ principal, gate, retry }) {
      const place = await communities.permitAtGate(principal, 'see-gates', gate, retry);
      if ('problem' in place) return place;
      const found = await readGate(parts, gate, retry);
      return found ? { answer: found } : notFound;
    },
    async getGateHours({ principal, gate, query, nowMs, retry }) {
      const place = await communities.permitAtGate(principal, 'see-passes', gate, retry);
      if ('problem' in place) return place;
      const range = { ...place, gate, fromMs: nowMs - query.hours * hourMs, toMs: nowMs, after: undefined };
      const { passes, next } = await parts.readPasses({ ...range, passesMax: apiLimits.passesReadMax }, nowMs, retry);
      return { answer: { ...chartOf(passes), complete: next === undefined } };
    },
    async getConfig({ principal, gate, retry }) {
      const place = await communities.permitAtGate(principal, 'see-gates', gate, retry);
      if ('problem' in place) return place;
      const config = await gateConfigs.latest(gate, retry);
      return { answer: config, revision: config.version };
    },
    async putConfig({ principal, gate, body, seen, nowMs, retry }) {
      const place = await communities.permitAtGate(principal, 'configure-gates', gate, retry);
      if ('problem' in place) return place;
      const held = await gateConfigs.latest(gate, retry);
      const next = { ...body, version: held.version + 1, issuedAt: toInstant(nowMs) };
      const isGiven = held.version === seen && (await gateConfigs.give({ ...place, gate }, next, retry));
      return isGiven ? { answer: next, revision: next.version } : { problem: 'changed-meanwhile' };
    },
  };
}

async function readGates(parts: GateParts, community: string, retry: Retry): Promise<GateShown[]> {
  const listed = (await readPartition(parts.state, gatesOf(community), listedGate, retry)).map(({ sk }) => sk);
  const gates: GateShown[] = [];
  const wanted = listed.slice(0, apiLimits.gatesPerCommunityMax);
  for (let from = 0; from < wanted.length; from += apiLimits.gatesAtATimeMax) {
    const some = wanted.slice(from, from + apiLimits.gatesAtATimeMax);
    const read = await Promise.all(some.map((gate) => readGate(parts, gate, retry)));
    // A gate that was moved stays on the list of where it was.
    gates.push(...read.flatMap((gate) => (gate?.community === community ? [gate] : [])));
  }
  return gates;
}

async function readGate(
  { state, disabledGates }: GateParts,
  gate: string,
  retry: Retry,
): Promise<GateShown | undefined> {
  const item = gateItem.safeParse(await readItem(state, gateKey(gate), retry));
  if (!item.success) return undefined;
  return { ...item.data, disabled: (await disabledGates.current(retry)).has(gate) };
}
