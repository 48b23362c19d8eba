import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Deployment } from '../../operator/deployment.ts';
import type { Item } from './tables.ts';

/** Tables of a deployment as a fault, or somebody with access, would leave them. */
export function spoiler({ clients, outputs }: Deployment) {
  const put = async (table: 'passesTable' | 'stateTable', item: Item) => {
    await clients.dynamodb.send(new PutItemCommand({ TableName: outputs[table], Item: marshall(item) }));
  };
  return {
    put,
    remove: async (table: 'passesTable' | 'stateTable', { pk, sk }: Item) => {
      await clients.dynamodb.send(new DeleteItemCommand({ TableName: outputs[table], Key: marshall({ pk, sk }) }));
    },
  };
}
