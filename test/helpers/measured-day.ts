import { judge } from '../../domain/judgement.ts';
import { defaultConfig } from '../../domain/messages/config.ts';
import type { Pass } from '../../domain/messages/pass.ts';
import { defaultTimeZone } from '../../domain/names.ts';
import { createPassesStore } from '../../functions/ingest/passes-store.ts';
import { storedPass } from '../../functions/ingest/stored-pass.ts';
import type { Device } from '../../operator/enrolment.ts';
import { passOf } from './passes.ts';
import type { RunningStack } from './stack.ts';

const hours = 25;
const anHour = 40;

/**
 * Stores, as `ingest` does, 1,000 people who passed in the last 25 hours, 40 in each: in 50 one is 1.0 °C above those
 * before, two 0.6, the others 0.2. Who is too warm was measured, and half of them have a fever. Three came while the
 * gate was learning.
 */
export async function storeDay({ deployment }: RunningStack, gate: Device): Promise<void> {
  const { clients, outputs } = deployment;
  const store = createPassesStore({ client: clients.dynamodb, name: outputs.passesTable });
  const from = { gate: gate.deviceId, community: gate.community };
  const receipt = { code: undefined, judged: undefined, receivedAt: Date.now(), timeZone: defaultTimeZone };
  const items = peopleOf(Date.now()).map((pass) => storedPass(from, { pass, sent: pass }, receipt));
  for (let start = 0; start < items.length; start += 25) {
    await store.store(items.slice(start, start + 25), (request) => request());
  }
}

function peopleOf(nowMs: number): Pass[] {
  const thisHourMs = nowMs - (nowMs % 3_600_000);
  const passes: Pass[] = [];
  const add = (atMs: number, measured: Partial<Pass>): Pass => {
    const pass = passOf({ seq: passes.length + 1, at: new Date(atMs).toISOString(), code: null, ...measured });
    const judged = { ...pass, ...judge(pass, defaultConfig, undefined) };
    passes.push(judged);
    return judged;
  };
  for (let index = 0; index < hours * anHour; index++) {
    const hoursAgo = hours - 1 - Math.floor(index / anHour);
    const atMs = thisHourMs - hoursAgo * 3_600_000 + (index % anHour) * 1_000;
    const { seq, at, reason } = add(atMs, { baselineC: 34.9, skinC: skinOf(index % 50) });
    if (reason !== 'too-warm') continue;
    const contactC = index % 100 === 0 ? 38.1 : 36.8;
    add(atMs + 500, { skinC: null, contactC, recheckOf: { seq, at, reason } });
  }
  for (let learning = 0; learning < 3; learning++) add(thisHourMs + learning, { baselineC: null });
  return passes;
}

function skinOf(placeIn50: number): number {
  if (placeIn50 === 0) return 35.9;
  return placeIn50 < 3 ? 35.5 : 35.1;
}
