import { GetRetainedMessageCommand, ResourceNotFoundException } from '@aws-sdk/client-iot-data-plane';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { readLists } from '../../domain/codes/held-lists.ts';
import { parseList } from '../../domain/codes/parse-list.ts';
import type { CodeLists } from '../../domain/codes/standing.ts';
import { UsageError } from '../../domain/errors.ts';
import { parseJson } from '../../domain/json.ts';
import { type ListName, type ListVersions, listVersions } from '../../domain/messages/lists.ts';
import { tickEvent } from '../../domain/names.ts';
import { listTopic } from '../../domain/topics.ts';
import type { Deployment } from '../deployment.ts';
import { describeError } from '../failures.ts';

/**
 * Has the lists made and published now, and not within the next minute.
 * @returns the versions that gates have.
 * @throws UsageError when that could not be done.
 */
export async function publishLists({ clients, outputs }: Deployment): Promise<ListVersions> {
  const answer = await clients.lambda.send(
    new InvokeCommand({ FunctionName: outputs.listsFunction, Payload: Buffer.from(JSON.stringify(tickEvent)) }),
  );
  const payload = Buffer.from(answer.Payload ?? []).toString();
  if (answer.FunctionError) {
    throw new UsageError(
      `It is written, but gates were not told (${describeError(payload)}); "lists" tries again every minute.`,
    );
  }
  return listVersions.parse(parseJson(payload));
}

/** The lists as a gate gets them now. */
export async function readPublishedLists(deployment: Deployment): Promise<CodeLists> {
  const read = async <Name extends ListName>(name: Name) => {
    const payload = await readPublished(deployment, name);
    return payload && parseList(name, parseJson(payload.toString()));
  };
  const [keys, revocations, statuses] = await Promise.all([read('keys'), read('revocations'), read('statuses')]);
  if (!keys || !revocations || !statuses) throw new UsageError('Gates have no lists yet; they come within a minute.');
  return readLists({ keys, revocations, statuses });
}

/** What lies on a list's topic for every gate that comes. @returns undefined when nothing does. */
export async function readPublished({ clients }: Deployment, list: string): Promise<Buffer | undefined> {
  try {
    const { payload } = await clients.iotData.send(new GetRetainedMessageCommand({ topic: listTopic(list) }));
    return payload && Buffer.from(payload);
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}
