import type * as z from 'zod';
import { alertMessage } from '../../domain/messages/alert.ts';
import { command, replyMessage } from '../../domain/messages/command.ts';
import { gateConfig } from '../../domain/messages/config.ts';
import { keyList, listIndex, revocationList, statusList } from '../../domain/messages/lists.ts';
import { mark } from '../../domain/messages/marks.ts';
import { passesMessage } from '../../domain/messages/pass.ts';
import { statusMessage } from '../../domain/messages/status.ts';
import { alertsTopic, gateTopic, ingestTopic, listTopic } from '../../domain/topics.ts';

/** A message of the wire as the documents show it. */
export interface WireMessage {
  name: string;
  title: string;
  /** AsyncAPI address with `{parameters}`. */
  topic: string;
  /** From the cloud's side: `receive` what gates publish, `send` what they hear. */
  action: 'receive' | 'send';
  retained: boolean;
  schema: z.ZodType;
}

const gate = { community: '{community}', gate: '{gate}' };

export const wireMessages: readonly WireMessage[] = [
  {
    name: 'passes',
    title: 'People who passed, oldest first; sent again until a mark confirms them',
    topic: ingestTopic(gate, 'passes'),
    action: 'receive',
    retained: false,
    schema: passesMessage,
  },
  {
    name: 'status',
    title: 'Heartbeat, last will, and what happened to the gate itself',
    topic: ingestTopic(gate, 'status'),
    action: 'receive',
    retained: false,
    schema: statusMessage,
  },
  {
    name: 'config',
    title: 'How the gate is to judge and to send; an older version than the one held is ignored',
    topic: gateTopic(gate, 'config'),
    action: 'send',
    retained: true,
    schema: gateConfig,
  },
  {
    name: 'mark',
    title: 'How far the cloud holds every pass of an epoch',
    topic: gateTopic(gate, 'marks'),
    action: 'send',
    retained: false,
    schema: mark,
  },
  {
    name: 'command',
    title: 'Open, or send passes again',
    topic: gateTopic(gate, 'commands'),
    action: 'send',
    retained: false,
    schema: command,
  },
  {
    name: 'reply',
    title: 'What became of a command, and the nonce for the next',
    topic: gateTopic(gate, 'replies'),
    action: 'receive',
    retained: false,
    schema: replyMessage,
  },
  {
    name: 'keys',
    title: 'Keys that codes are verified with',
    topic: listTopic('keys'),
    action: 'send',
    retained: true,
    schema: keyList,
  },
  {
    name: 'revocations',
    title: 'Codes that are worth nothing any more',
    topic: listTopic('revocations'),
    action: 'send',
    retained: true,
    schema: revocationList,
  },
  {
    name: 'statuses',
    title: 'Persons who may not just pass, and until when',
    topic: listTopic('statuses'),
    action: 'send',
    retained: true,
    schema: statusList,
  },
  {
    name: 'index',
    title: 'Which versions of the lists are current',
    topic: listTopic('index'),
    action: 'send',
    retained: true,
    schema: listIndex,
  },
  {
    name: 'alert',
    title: 'What guards have to see; at least once, so show one alertId once',
    topic: alertsTopic({ district: '{district}', community: '{community}' }),
    action: 'send',
    retained: false,
    schema: alertMessage,
  },
];
