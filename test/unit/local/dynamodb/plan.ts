import type { TablePlan } from '../../../../local/template/plan.ts';

export const tableArn = 'arn:aws:dynamodb:local-1:000000000000:table/state';

/** A table as `state` is: string keys, and a sparse index that holds what is open. */
export function stateTable(more: Partial<TablePlan> = {}): TablePlan {
  return {
    logicalId: 'State',
    name: 'state',
    arn: tableArn,
    keySchema: [
      { name: 'pk', role: 'HASH' },
      { name: 'sk', role: 'RANGE' },
    ],
    attributes: ['pk', 'sk', 'openIn', 'raisedAt'].map((name) => ({ name, type: 'S' })),
    indexes: [openIndex],
    timeToLiveAttribute: 'expiresAt',
    ...more,
  };
}

export const openIndex: TablePlan['indexes'][number] = {
  name: 'open',
  keySchema: [
    { name: 'openIn', role: 'HASH' },
    { name: 'raisedAt', role: 'RANGE' },
  ],
  projection: 'ALL',
};
