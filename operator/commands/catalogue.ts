import { UsageError } from '../../domain/errors.ts';
import { alerts } from './alerts.ts';
import { configure } from './configure.ts';
import type { GatesCommand } from './define.ts';
import { enrol } from './enrol.ts';
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
  quarantine,
  sample,
  variables,
];

/** @throws UsageError when there is no such command. */
export function findCommand(name: string): GatesCommand {
  const command = gatesCommands.find((one) => one.name === name);
  if (!command) throw new UsageError(`There is no command "${name}"; --help lists what there is.`);
  return command;
}
