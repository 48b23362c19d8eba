import { paginateQuery } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { exitCodes, readFlags, readNumber } from '../../cli/command.ts';
import { UsageError } from '../../domain/errors.ts';
import { timeLimits } from '../../domain/limits/wire.ts';
import { indexAttributes, indexNames } from '../../domain/names.ts';
import { type KeyedPass, readPassKey } from '../../domain/pass-key.ts';
import { pseudonymsSince, readPseudonymKeys } from '../../platform/pseudonym.ts';
import type { Deployment } from '../deployment.ts';
import { print, printJson, printTable } from '../print.ts';
import { type CodesCommand, readOperand } from './define.ts';
import { deploymentFlags, inDeployment } from './in-deployment.ts';
import { namesHelp, readPerson } from './person.ts';

const dayMs = 86_400_000;
const daysMax = (timeLimits.passRetentionS * 1_000) / dayMs;
/** Far more than anybody passes in a month. */
const passesMax = 5_000;

const flags = {
  days: { type: 'string', default: '14' },
  json: { type: 'boolean', default: false },
  ...deploymentFlags,
} as const;

const keys = z.object({ pk: z.string(), sk: z.string() });

export const trace: CodesCommand = {
  name: 'trace',
  usage: 'NAME|CODE [--days N] [--json] [--aws]',
  about: [
    `where a person showed a code in the last days (14; at most ${daysMax}), also over a change of the pseudonym key;`,
    `${namesHelp}`,
  ],
  async run(argv) {
    const { values, positionals } = readFlags(argv, flags, 1);
    const [operand] = positionals;
    if (operand === undefined) throw new UsageError('trace takes a name or a code.');
    const days = readNumber('days', values.days, { min: 1, max: daysMax, whole: true });
    const name = readPerson(await readOperand(operand));
    return inDeployment(values, async (deployment) => {
      const passes = await passesOfPerson(deployment, name, Date.now() - days * dayMs);
      if (values.json) printJson(passes.map(toRow));
      else if (passes.length === 0) print(`Nothing in the last ${days} days.`);
      else report(passes);
      return exitCodes.done;
    });
  },
};

/** A person has one pseudonym for each key that was in use since then. @returns the passes, oldest first. */
async function passesOfPerson(deployment: Deployment, name: string, sinceMs: number): Promise<KeyedPass[]> {
  const { SecretString = '' } = await deployment.clients.secretsManager.send(
    new GetSecretValueCommand({ SecretId: deployment.outputs.pseudonymSecret }),
  );
  // A day earlier: keys change by the community's day, and no zone is a whole day from UTC.
  const fromDay = new Date(sinceMs - dayMs).toISOString().slice(0, 'YYYY-MM-DD'.length);
  const subjects = pseudonymsSince(readPseudonymKeys(SecretString), fromDay, name);
  const found = await Promise.all(subjects.map((subject) => passesOfSubject(deployment, subject, sinceMs)));
  return found.flat().toSorted((a, b) => a.atMs - b.atMs);
}

async function passesOfSubject({ clients, outputs }: Deployment, subject: string, sinceMs: number) {
  const { partition, sort } = indexAttributes.passesBySubject;
  const pages = paginateQuery(
    { client: clients.dynamodb },
    {
      TableName: outputs.passesTable,
      IndexName: indexNames.passesBySubject,
      KeyConditionExpression: '#partition = :subject AND #sort >= :since',
      ExpressionAttributeNames: { '#partition': partition, '#sort': sort },
      ExpressionAttributeValues: marshall({ ':subject': subject, ':since': new Date(sinceMs).toISOString() }),
    },
  );
  const passes: KeyedPass[] = [];
  for await (const { Items = [] } of pages) {
    passes.push(...Items.map((item) => readPassKey(keys.parse(unmarshall(item)))));
    if (passes.length >= passesMax) throw new UsageError(`More than ${passesMax} passes: take fewer --days.`);
  }
  return passes;
}

function toRow({ atMs, community, gate, epoch, seq }: KeyedPass) {
  return { at: new Date(atMs).toISOString(), community, gate, epoch, seq };
}

function report(passes: readonly KeyedPass[]): void {
  printTable(
    ['at', 'community', 'gate', 'epoch', 'seq'],
    passes.map((pass) => Object.values(toRow(pass)).map(String)),
  );
}
