/**
 * Reads a synthesised CDK app and says what it means to a runtime on one machine.
 *
 *     const plan = readStack({ assemblyFolder: 'cdk.out', account: '000000000000', region: 'local-1',
 *                              partition: 'aws', awsPort: 8790, httpPort: 8787 });
 *
 * The template is the only source: nothing is configured a second time for the local runtime, so what runs on a laptop
 * is what is deployed. That is worth something only if nothing in the template is quietly passed over. So:
 *
 * - **What is not known is refused by name**: a section, a resource type, a property at any depth, an intrinsic, a
 *   value. All problems are reported together, one line each:
 *   `Gatehouse/IngestFunction (AWS::Lambda::Function): property Layers is not known to the local runtime`.
 * - **What is known and not acted on** stands in `no-local-meaning.ts` with its reason. A test takes away and alters
 *   every property of every resource of the real template: each time the reading must fail or the plan must change,
 *   unless that list says why not.
 * - **What AWS would refuse at deployment is refused here**: a key attribute without a type, a role that the service
 *   may not take on, a handler that is not in the asset, a reference to nothing.
 *
 * The way through the folder: `assembly.ts` finds the template and the assets, `template-document.ts` takes the
 * template apart down to the properties, `identities.ts` names every resource, `intrinsics.ts` resolves references,
 * and each file in `resources/` knows one resource type and makes its part of the plan (`plan.ts`).
 *
 * To teach it a resource type, add a file to `resources/` with a strict schema of the properties that something acts
 * on, and its entry to `known-types.ts`; put properties that mean nothing on one machine on the list, with the reason.
 */
import { UsageError } from '../../domain/errors.ts';
import { type Assembly, readAssembly } from './assembly.ts';
import { pseudoParameters } from './identities.ts';
import { knownTypes } from './known-types.ts';
import type { StackPlan } from './plan.ts';
import { createProblems } from './problems.ts';
import type { StackPlace } from './resource-type.ts';
import { planUserPools } from './resources/cognito-user-pool.ts';
import { planTables } from './resources/dynamodb-table.ts';
import { planSchedules } from './resources/events-rule.ts';
import { planHttpApis } from './resources/http-api.ts';
import { planRoles } from './resources/iam-role.ts';
import { planIotAuthorizers } from './resources/iot-authorizer.ts';
import { planIotPolicies } from './resources/iot-policy.ts';
import { planRules } from './resources/iot-topic-rule.ts';
import { planKeys } from './resources/kms-key.ts';
import { planEventSources } from './resources/lambda-event-source-mapping.ts';
import { planFunctions } from './resources/lambda-function.ts';
import { planSecrets } from './resources/secretsmanager-secret.ts';
import { planTopics } from './resources/sns-topic.ts';
import { planQueues } from './resources/sqs-queue.ts';
import { checkWithoutPlan } from './resources/without-plan.ts';
import { readTemplateDocument } from './template-document.ts';
import { createTemplateReader } from './template-reader.ts';

export interface ReadStackOptions extends StackPlace {
  /** Where CDK wrote the cloud assembly, e.g. `cdk.out`. */
  assemblyFolder: string;
  partition: 'aws' | 'aws-cn';
}

/**
 * Reads the assembly's one stack.
 * @throws UsageError that lists everything the local runtime does not know or AWS would not deploy.
 */
export function readStack(options: ReadStackOptions): StackPlan {
  return planStack(readAssembly(options.assemblyFolder, pseudoParameters(options)), options);
}

/** The part of `readStack` that touches no template file: from an assembly in memory to the plan. */
export function planStack(assembly: Assembly, place: StackPlace): StackPlan {
  const problems = createProblems();
  const stack = { name: assembly.stackName, place };
  const document = readTemplateDocument(assembly.template, stack.name, problems);
  const reader = createTemplateReader(document, knownTypes, stack, problems);
  const roles = planRoles(reader);
  const tables = planTables(reader);
  const functions = planFunctions(reader, { roles, folderOf: assembly.folderOf });
  const queues = planQueues(reader);
  const plan: StackPlan = {
    tables,
    functions,
    roles,
    rules: planRules(reader, roles),
    iotPolicies: planIotPolicies(reader),
    iotAuthorizers: planIotAuthorizers(reader),
    queues,
    eventSources: planEventSources(reader, { queues, functions }),
    topics: planTopics(reader),
    keys: planKeys(reader),
    secrets: planSecrets(reader),
    schedules: planSchedules(reader),
    httpApis: planHttpApis(reader),
    userPools: planUserPools(reader),
    outputs: { ...reader.outputs },
  };
  checkWithoutPlan(reader);
  if (problems.lines.length > 0) throw new UsageError(listProblems(problems.lines));
  return plan;
}

function listProblems(lines: readonly string[]): string {
  const count = lines.length === 1 ? 'one thing' : `${lines.length} things`;
  const advice = 'Change the app, or teach local/template/ what it means; local/template/read-stack.ts says how.';
  return [
    `The template has ${count} that the local runtime cannot run:`,
    ...lines.map((line) => `  ${line}`),
    advice,
  ].join('\n');
}
