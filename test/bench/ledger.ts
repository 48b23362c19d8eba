import { paginateScan } from '@aws-sdk/client-dynamodb';
import type { Pass } from '../../domain/messages/pass.ts';
import type { Deployment } from '../../operator/deployment.ts';

/** What gates have published, to be found again in the table. */
export interface Ledger {
  add(gate: string, passes: readonly Pass[]): void;
  /** How many passes of it are not in the table, and how many are more than once. */
  compare(stored: ReadonlyMap<string, number>): { lost: number; twice: number };
}

export function createLedger(): Ledger {
  const published: string[] = [];
  return {
    add: (gate, passes) => {
      for (const { epoch, seq } of passes) published.push(identity(gate, epoch, seq));
    },
    compare: (stored) => ({
      lost: published.filter((pass) => !stored.has(pass)).length,
      twice: published.filter((pass) => (stored.get(pass) ?? 0) > 1).length,
    }),
  };
}

/** Every pass in the table and how many items there are of it: a pass is stored once (law 2). */
export async function readStored({ clients, outputs }: Deployment): Promise<Map<string, number>> {
  const stored = new Map<string, number>();
  const pages = paginateScan(
    { client: clients.dynamodb },
    { TableName: outputs.passesTable, ProjectionExpression: 'sk', ConsistentRead: true },
  );
  for await (const { Items = [] } of pages) {
    for (const { sk } of Items) {
      const [, gate = '', epoch = '', seq] = sk?.S?.split('#') ?? [];
      const pass = identity(gate, epoch, Number(seq));
      stored.set(pass, (stored.get(pass) ?? 0) + 1);
    }
  }
  return stored;
}

function identity(gate: string, epoch: string, seq: number): string {
  return `${gate}#${epoch}#${seq}`;
}
