import { readNumber } from '../../cli/command.ts';
import type { Deployment } from '../deployment.ts';
import { stateOf } from '../gate-records.ts';
import { print, printJson, printTable } from '../print.ts';
import { listQuarantine, listSenders } from '../quarantine.ts';
import { fleetCommand } from './define.ts';

export const quarantine = fleetCommand({
  name: 'quarantine',
  usage: '[ID] [--max N] [--content] [--json]',
  about: [
    'what could not be understood in the last seven days: how much of whom, or, with an ID, each',
    'with its reason, the newest first; --content: with what was sent, which may tell who passed',
  ],
  flags: {
    max: { type: 'string', default: '50' },
    content: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
  operandsMax: 1,
  async run(deployment, { max, content = false, json = false }, sender) {
    const limit = readNumber('max', String(max), { min: 1, max: 10_000, whole: true });
    if (sender === undefined) await showSenders(deployment, json);
    else await showItems(deployment, sender, { limit, content, json });
  },
});

async function showSenders(deployment: Deployment, json: boolean): Promise<void> {
  const senders = await listSenders(stateOf(deployment), Date.now());
  if (json) return printJson(senders);
  if (senders.length === 0) return print('Quarantine is empty.');
  printTable(
    ['sender', 'counted', 'kept', 'newest', 'reasons'],
    senders.map(({ sender, counted, kept, newestAt, reasons }) => [
      sender,
      String(counted),
      String(kept),
      newestAt ?? '-',
      reasons.join(', '),
    ]),
  );
}

async function showItems(
  deployment: Deployment,
  sender: string,
  { limit, content, json }: { limit: number; content: boolean; json: boolean },
): Promise<void> {
  const items = await listQuarantine(stateOf(deployment), sender, { limit, nowMs: Date.now() });
  const shown = items.map(({ bytes, ...item }) => ({ ...item, ...(content && { content: textOf(bytes) }) }));
  if (json) return printJson(shown);
  if (shown.length === 0) return print(`Nothing of ${sender} is in quarantine.`);
  printTable(
    ['received at', 'reason', 'field', 'seq', 'bytes', ...(content ? ['content'] : [])],
    shown.map(({ receivedAt, reason, field, seq, size, content: text }) => [
      receivedAt,
      reason,
      field ?? '-',
      seq === undefined ? '-' : String(seq),
      String(size),
      ...(text === undefined ? [] : [text]),
    ]),
  );
  if (shown.length === limit) print(`There may be more: --max N shows more than ${limit}.`);
}

/** As JSON text, so that no byte of a stranger's reaches the terminal as it is; base64 when it is no text. */
function textOf(bytes: Uint8Array): string {
  try {
    return JSON.stringify(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return `base64:${Buffer.from(bytes).toString('base64')}`;
  }
}
