import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { listLimits } from '../../domain/limits/codes.ts';
import type { ListName } from '../../domain/messages/lists.ts';
import { timeToLiveAttribute } from '../../domain/names.ts';
import { listNoticeKey } from '../../domain/state-keys.ts';
import type { Log } from '../shared/log.ts';
import type { FunctionMetrics } from '../shared/metrics.ts';
import type { Retry } from '../shared/retry.ts';
import { createItem, type Table } from '../shared/table.ts';
import { toInstant } from '../shared/timing.ts';

/** Says that a list is too long for gates to take. They keep the last one, and what is new does not reach them. */
export type Refuse = (name: ListName, nowMs: number, retry: Retry) => Promise<void>;

interface Parts {
  state: Table;
  sns: SNSClient;
  operatorTopicArn: string;
  log: Log;
  metrics: FunctionMetrics;
}

/** It is refused once a minute; operators are told once an hour. */
export function createRefuse({ state, sns, operatorTopicArn, log, metrics }: Parts): Refuse {
  return async (name, nowMs, retry) => {
    log.warn('list refused: too long', { list: name });
    metrics.count('listsRefused', 1);
    const hour = toInstant(nowMs).slice(0, 'YYYY-MM-DDTHH'.length);
    const expiresAt = Math.floor(nowMs / 1_000) + listLimits.noticeRememberedS;
    if (!(await createItem(state, { ...listNoticeKey(name, hour), [timeToLiveAttribute]: expiresAt }, retry))) return;
    const command = new PublishCommand({
      TopicArn: operatorTopicArn,
      Subject: `Gatehouse: list of ${name} is too long`,
      Message: JSON.stringify({ kind: 'list-refused', list: name }),
    });
    await retry(() => sns.send(command));
  };
}
