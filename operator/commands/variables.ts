import { print } from '../print.ts';
import { fleetCommand } from './define.ts';

export const variables = fleetCommand({
  name: 'variables',
  usage: '',
  about: [
    'shell lines that lead other AWS programs (aws, an SDK) to the deployment, with the names of its parts:',
    'eval "$(npm run -s gates -- variables)"; the key in them is of this run only',
  ],
  flags: {},
  operandsMax: 0,
  async run({ variables, outputs }) {
    const named = {
      ...variables,
      PASSES_TABLE: outputs.passesTable,
      STATE_TABLE: outputs.stateTable,
      FAILURES_QUEUE_URL: outputs.failuresQueueUrl,
      INGEST_FUNCTION: outputs.ingestFunction,
      STATUS_FUNCTION: outputs.statusFunction,
      RECONCILE_FUNCTION: outputs.reconcileFunction,
    };
    for (const [name, value] of Object.entries(named)) print(`export ${name}='${value}'`);
  },
});
