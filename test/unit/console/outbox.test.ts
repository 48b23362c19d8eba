// Goal: what a guard does without a network is done later, once, in its order; what is refused is shown and not swallowed.
// Method: the outbox as values; its sender with an API of the test's own that is cut off, refuses and answers.
import { describe, expect, it } from 'vitest';
import type { Answered, Api, Refusal } from '../../../console/api/api.ts';
import { createStore } from '../../../console/app/store.ts';
import { outboxLimits } from '../../../console/limits.ts';
import {
  type Deed,
  emptyOutbox,
  isStillMeant,
  type Outbox,
  withDeed,
  withRefusal,
  withWaiting,
} from '../../../console/outbox/outbox.ts';
import { createSender } from '../../../console/outbox/sender.ts';
import type { AlertAction } from '../../../domain/alerts/life-cycle.ts';
import type { Alert } from '../../../domain/messages/alert.ts';
import { until } from '../../helpers/wait.ts';
import { alertLike } from './alert-like.ts';

const me = { subject: 'post', guard: 'li' };
const at = '2026-11-24T08:01:00.000Z';
const measure = { kind: 'measure', contactC: 38.2, contactLimitC: 37.3 } as const;
const resolve = { kind: 'resolve', outcome: 'referred' } as const;

let keys = 0;
function deed(action: AlertAction, seen: number, alertId = alertLike().alertId): Deed {
  keys += 1;
  return { key: `key-${keys}`, alertId, action, seen, by: me, at };
}

const outboxOf = (...deeds: Deed[]): Outbox => deeds.reduce(withDeed, emptyOutbox);

describe('an outbox', () => {
  it('shows each alert as it will be', () => {
    const waiting = outboxOf(deed({ kind: 'acknowledge' }, 0), deed(measure, 1), deed(resolve, 2));
    expect(withWaiting(alertLike(), waiting)).toMatchObject({
      state: 'resolved',
      revision: 3,
      handling: { acknowledgedBy: me, measurement: { contactC: 38.2 }, outcome: 'referred' },
    });
    expect(withWaiting(alertLike({ alertId: 'another' }), waiting)).toMatchObject({ state: 'open', revision: 0 });
  });

  it('takes no more than it may hold', () => {
    const full = outboxOf(...Array.from({ length: outboxLimits.deedsMax + 5 }, () => deed({ kind: 'acknowledge' }, 0)));
    expect(full.waiting).toHaveLength(outboxLimits.deedsMax);
  });

  it('gives up what was done to an alert after a deed that was refused, and to no other', () => {
    const first = deed({ kind: 'acknowledge' }, 0);
    const box = outboxOf(first, deed(measure, 1), deed({ kind: 'acknowledge' }, 0, 'another'));
    const after = withRefusal(box, first, 'acknowledged-already');
    expect(after.waiting.map(({ alertId }) => alertId)).toEqual(['another']);
    expect(after.refused).toEqual([{ deed: first, reason: 'acknowledged-already' }]);
  });

  it('knows when a deed still means the same: gates have sent more, people have done nothing', () => {
    const warmer = alertLike({ revision: 1, person: { ...feverish, skinC: 37.4 } });
    expect(isStillMeant(alertLike(), warmer)).toBe(true);
    const taken = alertLike({ revision: 1, state: 'acknowledged', handling: { acknowledgedBy: me } });
    expect(isStillMeant(alertLike(), taken)).toBe(false);
  });
});

const feverish: NonNullable<Alert['person']> = {
  epoch: 'abcdefgh1234',
  seq: 7,
  direction: 'in',
  site: 'face',
  skinC: 37.1,
  baselineC: 35.3,
  reason: 'too-warm',
};

/** An API that answers as it is told, one request after another; then it carries out what it is asked. */
function scripted(...script: (Refusal | 'done')[]) {
  const asked: { name: string; seen: unknown; key: unknown }[] = [];
  let revision = 0;
  const answer = (): Answered<'getAlert'> => {
    const next = script.shift() ?? 'done';
    if (next !== 'done') return { refused: next };
    revision += 1;
    return { answer: alertLike({ revision }) };
  };
  const ask: Api['ask'] = async (name, given) => {
    asked.push({ name, seen: given?.seen, key: given?.key });
    return answer() as never;
  };
  return { api: { ask }, asked };
}

function sending(box: Outbox, api: Api) {
  const outbox = createStore(box);
  const heard: Alert[] = [];
  let shiftsAsked = 0;
  const onNotOnShift = () => {
    shiftsAsked += 1;
  };
  const onAlert = (alert: Alert) => heard.push(alert);
  const sender = createSender({ api, outbox, shown: () => alertLike(), onAlert, onNotOnShift });
  return {
    outbox,
    heard,
    shiftsAsked: () => shiftsAsked,
    send: sender.send,
    empty: () => until('all is sent', () => outbox.get().waiting.length === 0),
  };
}

describe('its sender', () => {
  it('sends in order, each with the revision that the guard saw', async () => {
    const { api, asked } = scripted();
    const box = sending(outboxOf(deed({ kind: 'acknowledge' }, 0), deed(measure, 1), deed(resolve, 2)), api);
    box.send();
    await box.empty();
    expect(asked.map(({ name, seen }) => [name, seen])).toEqual([
      ['acknowledgeAlert', 0],
      ['measureAlert', 1],
      ['resolveAlert', 2],
    ]);
    expect(box.heard).toHaveLength(3);
  });

  it('keeps what could not be sent, and sends it again under the same key', async () => {
    const { api, asked } = scripted({ reason: 'offline' });
    const box = sending(outboxOf(deed({ kind: 'acknowledge' }, 0)), api);
    box.send();
    await until('the first try', () => asked.length === 1);
    await until('it has given up for now', () => box.outbox.get().waiting.length === 1);
    box.send();
    await box.empty();
    expect(new Set(asked.map(({ key }) => key)).size).toBe(1);
    expect(asked).toHaveLength(2);
  });

  it('shows what is refused, with the alert as it is now', async () => {
    const now = alertLike({ revision: 4, state: 'acknowledged' });
    const { api } = scripted({ reason: 'acknowledged-already', alert: now });
    const box = sending(outboxOf(deed({ kind: 'acknowledge' }, 0)), api);
    box.send();
    await box.empty();
    expect(box.outbox.get().refused).toMatchObject([{ reason: 'acknowledged-already' }]);
    expect(box.heard).toEqual([now]);
  });

  it('does it all the same when only a gate has sent more meanwhile', async () => {
    const now = alertLike({ revision: 3, person: feverish });
    const { api, asked } = scripted({ reason: 'changed-meanwhile', alert: now });
    const box = sending(outboxOf(deed({ kind: 'acknowledge' }, 0)), api);
    box.send();
    await box.empty();
    expect(asked.map(({ seen }) => seen)).toEqual([0, 3]);
    expect(new Set(asked.map(({ key }) => key)).size).toBe(2);
    expect(box.outbox.get().refused).toEqual([]);
  });

  it('waits, and refuses nothing, while nobody is on shift', async () => {
    const { api, asked } = scripted({ reason: 'not-on-shift' });
    const box = sending(outboxOf(deed({ kind: 'acknowledge' }, 0)), api);
    box.send();
    await until('the try', () => asked.length === 1);
    await until('who is on shift is asked', () => box.shiftsAsked() === 1);
    expect(box.outbox.get()).toMatchObject({ waiting: [{ seen: 0 }], refused: [] });
  });
});
