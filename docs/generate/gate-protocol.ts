import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeLimits } from '../../domain/limits/codes.ts';
import { quarantineLimits } from '../../domain/limits/functions.ts';
import { gateLimits, presenceLimits } from '../../domain/limits/gates.ts';
import { timeLimits, wireLimits } from '../../domain/limits/wire.ts';
import { clauses } from '../../operator/gate-check/clauses.ts';

const page = join(import.meta.dirname, '../gate-protocol.md');

/** The page as it stands, with the parts that are made from code made anew. */
export function gateProtocol(): string {
  return [
    ['limits', limitsTable()],
    ['checklist', checklist()],
  ].reduce((text, [name = '', content = '']) => fillIn(text, name, content), readFileSync(page, 'utf8'));
}

function fillIn(text: string, name: string, content: string): string {
  const [begin, end] = [`<!-- ${name}: made by npm run docs -->\n`, `<!-- end of ${name} -->`];
  const [before = '', rest = ''] = text.split(begin);
  return `${before}${begin}\n${content}\n\n${end}${rest.split(end)[1] ?? ''}`;
}

function limitsTable(): string {
  return table(['limit', 'value', 'unit', 'clause'], limits);
}

const hours = (ms: number) => ms / 3_600_000;

const limits: readonly [string, number, string, string][] = [
  ['a message', wireLimits.messageBytesMax, 'bytes', 'C-4.1'],
  ['a message of passes, planned', wireLimits.messageBytesPlanned, 'bytes', 'C-4.6'],
  ['passes in a message', wireLimits.passesPerMessageMax, '', 'C-4.6'],
  ['depth of a message', wireLimits.jsonDepthMax, 'levels', 'C-4.1'],
  ['a topic', wireLimits.topicBytesMax, 'bytes', '3'],
  ['seq', wireLimits.seqMax, '', 'C-5.2'],
  ['text of a code', wireLimits.codeCharactersMax, 'characters', '15'],
  ['skin temperature from', wireLimits.skinMinC, '°C', 'C-4.5'],
  ['skin temperature to', wireLimits.skinMaxC, '°C', 'C-4.5'],
  ['contact thermometer from', wireLimits.contactMinC, '°C', 'C-4.5'],
  ['contact thermometer to', wireLimits.contactMaxC, '°C', 'C-4.5'],
  ['air from', wireLimits.ambientMinC, '°C', 'C-4.5'],
  ['air to', wireLimits.ambientMaxC, '°C', 'C-4.5'],
  ['outbox, at least', gateLimits.outboxPassesMax, 'passes', 'C-6.4'],
  ['ring of sent passes', gateLimits.sentRingPassesMax, 'passes', 'C-6.4'],
  ['messages of passes without a PUBACK', gateLimits.messagesInFlightMax, '', 'C-6.6'],
  ['messages of a backlog without a PUBACK', gateLimits.backlogMessagesInFlightMax, '', 'C-8.5'],
  ['lingerS, at most', gateLimits.lingerSMax, 's', 'C-7.1'],
  ['a recheck that still goes first after an outage', timeLimits.lateAfterMs / 1_000, 's old', 'C-8.4'],
  ['back-off, first', gateLimits.reconnectMinMs, 'ms', 'C-8.1'],
  ['back-off, at most', gateLimits.reconnectMaxMs, 'ms', 'C-8.1'],
  ['drain.passesPerS, from', gateLimits.drainPassesPerSMin, 'passes/s', 'C-8.2'],
  ['drain.passesPerS, to', gateLimits.drainPassesPerSMax, 'passes/s', 'C-8.2'],
  ['drain.jitterS, at most', gateLimits.drainJitterSMax, 's', 'C-8.2'],
  ['heartbeatS, from', gateLimits.heartbeatSMin, 's', 'C-12.1'],
  ['heartbeatS, to', gateLimits.heartbeatSMax, 's', 'C-12.1'],
  ['silence before a gate is offline', presenceLimits.heartbeatsMissedMax, '× heartbeatS', 'C-12.2'],
  ['codes.listsAgeMaxS, from', gateLimits.listsAgeMaxSMin, 's', '16'],
  ['codes.listsAgeMaxS, to', gateLimits.listsAgeMaxSMax, 's', '16'],
  ['answer of a provider', gateLimits.providerAnswerMaxMs, 'ms', '15'],
  ['used codes remembered, at least', gateLimits.usedCodesMax, '', 'C-15.3'],
  ['clock against the issuer of a code', codeLimits.clockSkewS, 's', 'C-13.1'],
  ['a code, unpacked', codeLimits.unpackedBytesMax, 'bytes', 'C-15.1'],
  ['keys on a list', codeLimits.keysPerListMax, '', '10'],
  ['hashes on a list', codeLimits.hashesPerListMax, '', '10'],
  ['groups of statuses', codeLimits.statusGroupsMax, '', '10'],
  ['age of a pass', timeLimits.passAgeMaxMs / 86_400_000, 'days', 'C-13.4'],
  ['how far a pass may be ahead', hours(timeLimits.passAheadMaxMs), 'h', 'C-13.4'],
  ['put aside before a gate is disabled', quarantineLimits.disableAfterPerGateHour, 'an hour', '17'],
];

function checklist(): string {
  return table(['clause', 'the gate'], Object.entries(clauses));
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

function cell(content: string | number): string {
  return typeof content === 'number' ? content.toLocaleString('en') : content;
}
