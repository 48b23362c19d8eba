import * as z from 'zod';
import { exitCodes, readFlags } from '../../cli/command.ts';
import { codeName } from '../../domain/codes/code-name.ts';
import { contentOf } from '../../domain/codes/contents.ts';
import { UsageError } from '../../domain/errors.ts';
import { personStatus } from '../../domain/messages/lists.ts';
import { stateOf } from '../commands/define.ts';
import { print } from '../print.ts';
import { type CodesCommand, explainRefusal, readOperand, readTime } from './define.ts';
import { deploymentFlags, inDeployment } from './in-deployment.ts';
import { publishLists } from './published.ts';
import { recordStatus, removeStatus } from './records.ts';
import { readCertified } from './show.ts';

const green = 'green';
const statuses = z.enum([green, ...personStatus.options]);
const names = /^(gatehouse:[0-9a-f]{32}|hc1:.+|provider:.+|guard-entry:[a-z0-9-]{1,32}:.+)$/;
const flags = { until: { type: 'string' }, ...deploymentFlags } as const;

export const status: CodesCommand = {
  name: 'status',
  usage: `NAME|CODE ${statuses.options.join('|')} [--until TIME] [--aws]`,
  about: [
    'what gates do with a person: yellow: have a guard look; red: refuse; quarantined: let in and not out; green: nothing.',
    'NAME is one of gatehouse:SUBJECT, hc1:ID, provider:TEXT, guard-entry:COMMUNITY:TEXT; with --until it ends by itself,',
    'at the end of that hour',
  ],
  async run(argv) {
    const { values, positionals } = readFlags(argv, flags, 2);
    const [operand, asked] = positionals;
    const chosen = statuses.safeParse(asked);
    if (operand === undefined || !chosen.success) {
      throw new UsageError(`status takes a name or a code, and one of ${statuses.options.join(', ')}.`);
    }
    const untilMs = values.until === undefined ? undefined : readTime('until', values.until) * 1_000;
    if (untilMs !== undefined && untilMs <= Date.now()) throw new UsageError('--until takes a time that is to come.');
    const name = readName(await readOperand(operand));
    return inDeployment(values, async (deployment) => {
      const state = stateOf(deployment);
      await (chosen.data === green
        ? removeStatus(state, name)
        : recordStatus(state, name, { status: chosen.data, untilMs }, Date.now()));
      const versions = await publishLists(deployment);
      print(`${chosen.data}; gates have statuses version ${versions.statuses}.`);
      return exitCodes.done;
    });
  },
};

/** The name of a person, as it is given or as a code has it, believed or not. */
function readName(text: string): string {
  const content = contentOf(text);
  if (content === undefined) {
    if (names.test(text)) return text;
    throw new UsageError('That is neither a code nor a name; --help lists the forms of names.');
  }
  const certified = readCertified(text);
  if (typeof certified === 'string') throw new UsageError(`The code cannot be read: ${explainRefusal(certified)}.`);
  // Who signed it was not looked at, so where it is shown does not matter either.
  return codeName({ form: content, text }, certified, '');
}
