import type { ParseArgsOptionsConfig } from 'node:util';
import { exitCodes, readFlags } from '../../cli/command.ts';
import type { Subcommand } from '../../cli/subcommands.ts';
import { UsageError } from '../../domain/errors.ts';
import { id } from '../../domain/messages/fields.ts';
import type { Deployment } from '../deployment.ts';

/** Done, or done and found wrong. */
type ExitCode = typeof exitCodes.done | typeof exitCodes.foundWrong;

/** One of `npm run gates`' commands. */
export interface GatesCommand extends Subcommand {
  /** Reads what stands behind the name. @throws UsageError when that is not as `usage` says. */
  read(argv: string[]): (deployment: Deployment) => Promise<ExitCode>;
}

type Values<T extends ParseArgsOptionsConfig> = ReturnType<typeof readFlags<T>>['values'];

/** A command about one device. */
export function deviceCommand<const T extends ParseArgsOptionsConfig>(
  command: Subcommand & {
    flags: T;
    run(deployment: Deployment, deviceId: string, values: Values<T>): Promise<void>;
  },
): GatesCommand {
  return {
    ...command,
    read: (argv) => {
      const { values, positionals } = readFlags(argv, command.flags, 1);
      const deviceId = readId(command.name, 'device', positionals[0]);
      return done((deployment) => command.run(deployment, deviceId, values));
    },
  };
}

/** A command about all devices, or about one when it is given. */
export function fleetCommand<const T extends ParseArgsOptionsConfig>(
  command: Subcommand & {
    flags: T;
    operandsMax: 0 | 1;
    run(deployment: Deployment, values: Values<T>, operand: string | undefined): Promise<void>;
  },
): GatesCommand {
  return {
    ...command,
    read: (argv) => {
      const { values, positionals } = readFlags(argv, command.flags, command.operandsMax);
      return done((deployment) => command.run(deployment, values, positionals[0]));
    },
  };
}

/** A command that looks whether something of one community is as it should be. */
export function checkCommand<const T extends ParseArgsOptionsConfig>(
  command: Subcommand & {
    flags: T;
    /** @returns whether it is. */
    run(deployment: Deployment, community: string, values: Values<T>): Promise<boolean>;
  },
): GatesCommand {
  return {
    ...command,
    read: (argv) => {
      const { values, positionals } = readFlags(argv, command.flags, 1);
      const community = readId(command.name, 'community', positionals[0]);
      return async (deployment) =>
        (await command.run(deployment, community, values)) ? exitCodes.done : exitCodes.foundWrong;
    },
  };
}

function done(run: (deployment: Deployment) => Promise<void>): ReturnType<GatesCommand['read']> {
  return async (deployment) => {
    await run(deployment);
    return exitCodes.done;
  };
}

function readId(command: string, what: 'device' | 'community', text: string | undefined): string {
  if (text === undefined) throw new UsageError(`${command} takes the id of a ${what}; --help says more.`);
  if (!id.safeParse(text).success) throw new UsageError(`"${text}" is no id: it takes ${id.description}.`);
  return text;
}
