import { deviceAlertId } from '../../domain/alert-identity.ts';
import type { AlertDraft } from '../shared/alerting.ts';
import type { GateRecord } from './gate-record.ts';

/** "Gate offline": one alert an episode, which is named by the instant at which the gate fell silent. */
export function offlineAlert({ gate, community }: GateRecord, offlineSince: string, raisedAt: string): AlertDraft {
  return {
    alertId: deviceAlertId('gate-offline', gate, offlineSince),
    kind: 'gate-offline',
    gate,
    community,
    raisedAt,
    late: false,
    detail: `silent since ${offlineSince}`,
  };
}
