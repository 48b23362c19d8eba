import { alerts } from './alerts.ts';
import { audit } from './audit.ts';
import { auditTrail } from './audit-trail.ts';
import { configure } from './configure.ts';
import type { GatesCommand } from './define.ts';
import { enrol } from './enrol.ts';
import { ledger } from './ledger.ts';
import { limits } from './limits.ts';
import { list } from './list.ts';
import { quarantine } from './quarantine.ts';
import { sample } from './sample.ts';
import { disable, enable, revoke } from './service.ts';
import { variables } from './variables.ts';

/** The commands of `npm run gates`, in the order of the help. */
export const gatesCommands: readonly GatesCommand[] = [
  enrol,
  list,
  configure,
  disable,
  enable,
  revoke,
  alerts,
  audit,
  auditTrail,
  ledger,
  limits,
  quarantine,
  sample,
  variables,
];
