import { exitCodes, readFlags } from '../../cli/command.ts';
import { UsageError } from '../../domain/errors.ts';
import { stateOf } from '../gate-records.ts';
import { print } from '../print.ts';
import type { CodesCommand } from './define.ts';
import { deploymentFlags, inDeployment } from './in-deployment.ts';
import { readKeysFile } from './lists.ts';
import { publishLists } from './published.ts';
import { recordTrust, removeTrust } from './records.ts';

const flags = { remove: { type: 'boolean', default: false }, ...deploymentFlags } as const;

export const trust: CodesCommand = {
  name: 'trust',
  usage: 'FILE [--remove] [--aws]',
  about: [
    'has gates believe the health certificates that are signed with the keys in FILE: certificates in PEM, or a key list;',
    '--remove: no longer',
  ],
  async run(argv) {
    const { values, positionals } = readFlags(argv, flags, 1);
    const [path] = positionals;
    if (path === undefined) throw new UsageError('trust takes a file with certificates in PEM or a key list.');
    const { keys } = readKeysFile(path);
    if (keys.some(({ content }) => content !== 'hc1')) {
      throw new UsageError(
        `${path} has keys that sign passes; those of a deployment are in KMS, and no others are taken.`,
      );
    }
    return inDeployment(values, async (deployment) => {
      const state = stateOf(deployment);
      for (const key of keys) await (values.remove ? removeTrust(state, key) : recordTrust(state, key, Date.now()));
      const versions = await publishLists(deployment);
      print(
        `${keys.length} ${values.remove ? 'no longer trusted' : 'trusted'}; gates have keys version ${versions.keys}.`,
      );
      return exitCodes.done;
    });
  },
};
