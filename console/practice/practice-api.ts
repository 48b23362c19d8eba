import { type AlertAction, handleAlert } from '../../domain/alerts/life-cycle.ts';
import type { RouteName } from '../../domain/api/routes.ts';
import { screeningLimits } from '../../domain/limits/screening.ts';
import type { Actor, Alert } from '../../domain/messages/alert.ts';
import type { Answered, Api, Asked } from '../api/api.ts';

type Answers = { [Name in RouteName]?: (asked: Asked<Name>) => Answered<Name> };

/**
 * The API of a practice: it answers from memory, and holds nothing by which anything could be sent. What a practice has no
 * use for is not allowed.
 */
export function createPracticeApi(options: {
  alerts: Map<string, Alert>;
  trainee: Actor & { guard: string };
  names: { trainee: string; colleague: string };
  newId(): string;
  now(): number;
}): Api {
  const { alerts, trainee, names, newId, now } = options;
  const instant = (afterMs = 0) => new Date(now() + afterMs).toISOString();
  const handle = (id: string | undefined, action: AlertAction): Answered<'getAlert'> => {
    const before = alerts.get(id ?? '');
    if (before === undefined) return { refused: { reason: 'not-found' } };
    const handled = handleAlert(before, action, { by: trainee, at: instant() });
    if ('refused' in handled) return { refused: { reason: handled.refused, alert: before } };
    alerts.set(before.alertId, handled.alert);
    return { answer: handled.alert };
  };
  const { contactLimitC } = screeningLimits;
  const answers: Answers = {
    acknowledgeAlert: (asked) => handle(asked.in?.['alert'], { kind: 'acknowledge' }),
    measureAlert: (asked) =>
      handle(asked.in?.['alert'], { kind: 'measure', contactC: asked.body?.contactC ?? 0, contactLimitC }),
    resolveAlert: (asked) =>
      asked.body
        ? handle(asked.in?.['alert'], { kind: 'resolve', ...asked.body })
        : { refused: { reason: 'bad-request' } },
    handOverAlert: (asked) =>
      asked.body
        ? handle(asked.in?.['alert'], { kind: 'hand-over', ...asked.body })
        : { refused: { reason: 'bad-request' } },
    reopenAlert: (asked) => handle(asked.in?.['alert'], { kind: 'reopen' }),
    listGuards: () => ({
      answer: {
        guards: [
          { guard: trainee.guard, label: names.trainee },
          { guard: 'colleague', label: names.colleague },
        ],
      },
    }),
    getShift: () => ({
      answer: { shift: { guard: trainee.guard, since: instant(), until: instant(shiftMs) }, others: [] },
    }),
    openBarrier: () => ({ answer: { commandId: newId() } }),
    getCommand: (asked) => ({
      answer: {
        commandId: asked.in?.['command'] ?? '',
        kind: 'open',
        state: 'done',
        sentAt: instant(),
        deadline: instant(),
      },
    }),
  };
  return {
    async ask(name, asked = {}) {
      return answers[name]?.(asked) ?? { refused: { reason: 'not-allowed' } };
    },
  };
}

const shiftMs = 3_600_000;
