import type { AlertKind } from '../../domain/messages/alert.ts';

/** What a guard does about an alert at first glance. Each has a colour, a shape and a word of its own. */
export type Severity = 'stop' | 'check' | 'door' | 'device';

const severities: Readonly<Record<AlertKind, Severity>> = {
  fever: 'stop',
  'quarantine-broken': 'stop',
  'refused-code': 'check',
  'revoked-code': 'check',
  'impossible-walk': 'check',
  'used-twice': 'check',
  'gate-event': 'door',
  'gate-offline': 'device',
  'gate-disabled': 'device',
  'gate-lying': 'device',
  'sensor-fault': 'device',
  tampering: 'device',
  'passes-missing': 'device',
  'clock-wrong': 'device',
};

export function severityOf({ kind }: { kind: AlertKind }): Severity {
  return severities[kind];
}
