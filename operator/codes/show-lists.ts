import { exitCodes, readFlags } from '../../cli/command.ts';
import { readHashes } from '../../domain/codes/hash-list.ts';
import { type List, parseList } from '../../domain/codes/parse-list.ts';
import { parseJson } from '../../domain/json.ts';
import { type ListName, listIndex, listNames } from '../../domain/messages/lists.ts';
import type { Deployment } from '../deployment.ts';
import { print, printJson, printTable } from '../print.ts';
import type { CodesCommand } from './define.ts';
import { deploymentFlags, inDeployment } from './in-deployment.ts';
import { publishLists, readPublished } from './published.ts';

const flags = {
  refresh: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  ...deploymentFlags,
} as const;

/** A list as gates get it. */
interface PublishedList {
  list: ListName;
  version: number;
  issuedAt: string;
  entries: number;
  bytes: number;
}

export const lists: CodesCommand = {
  name: 'lists',
  usage: '[--refresh] [--json] [--aws]',
  about: ['the lists that gates get: version, age, entries, bytes; --refresh: makes and publishes them first'],
  async run(argv) {
    const { values } = readFlags(argv, flags);
    return inDeployment(values, async (deployment) => {
      if (values.refresh) await publishLists(deployment);
      const published = (await Promise.all(listNames.map((name) => readList(deployment, name)))).filter(
        (one) => one !== undefined,
      );
      const index = listIndex.safeParse(parseJson(String(await readPublished(deployment, 'index'))));
      if (values.json) printJson(published);
      else if (published.length === 0)
        print('There are no lists yet; within a minute of its start a deployment has them.');
      else report(published, index.data?.issuedAt, Date.now());
      return exitCodes.done;
    });
  },
};

const counters: { [Name in ListName]: (list: List<Name>) => number } = {
  keys: ({ keys }) => keys.length,
  revocations: ({ hashes }) => countHashes(hashes),
  statuses: ({ groups }) => groups.reduce((sum, { hashes }) => sum + countHashes(hashes), 0),
};

const countHashes = (hashes: string) => readHashes(hashes)?.count ?? 0;

async function readList<Name extends ListName>(deployment: Deployment, name: Name): Promise<PublishedList | undefined> {
  const payload = await readPublished(deployment, name);
  const list = payload && parseList(name, parseJson(payload.toString()));
  if (!list) return undefined;
  const { version, issuedAt } = list;
  return { list: name, version, issuedAt, entries: counters[name](list), bytes: payload.length };
}

function report(published: readonly PublishedList[], currentAt: string | undefined, nowMs: number): void {
  printTable(
    ['list', 'version', 'issued', 'age', 'entries', 'bytes'],
    published.map(({ list, version, issuedAt, entries, bytes }) => [
      list,
      String(version),
      issuedAt,
      ageOf(issuedAt, nowMs),
      String(entries),
      String(bytes),
    ]),
  );
  print(`Gates were told ${currentAt ? `${ageOf(currentAt, nowMs)} ago` : 'never'} that these are current.`);
}

function ageOf(instant: string, nowMs: number): string {
  const ageS = Math.max(0, Math.round((nowMs - Date.parse(instant)) / 1_000));
  if (ageS < 120) return `${ageS} s`;
  return ageS < 7_200 ? `${Math.round(ageS / 60)} min` : `${Math.round(ageS / 3_600)} h`;
}
