import * as z from 'zod';
import { formatArn } from '../../policy/arn.ts';
import type { KeyElement, TablePlan } from '../plan.ts';
import { namedBy, resourceType } from '../resource-type.ts';
import type { TemplateReader } from '../template-reader.ts';

const keyElement = (role: KeyElement['role']) =>
  z.strictObject({ AttributeName: z.string(), KeyType: z.literal(role) });

const keySchema = z
  .tuple([keyElement('HASH')], keyElement('RANGE'))
  .refine((elements) => elements.length <= 2, 'a key has at most two attributes');

const schema = z
  .strictObject({
    // Capacity that is bought in advance would have to be enforced.
    BillingMode: z.literal('PAY_PER_REQUEST'),
    AttributeDefinitions: z
      .array(z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }))
      .min(1),
    KeySchema: keySchema,
    GlobalSecondaryIndexes: z
      .array(
        z.strictObject({
          IndexName: z.string(),
          KeySchema: keySchema,
          Projection: z.strictObject({ ProjectionType: z.enum(['ALL', 'KEYS_ONLY']) }),
        }),
      )
      .optional(),
    TimeToLiveSpecification: z.strictObject({ AttributeName: z.string(), Enabled: z.boolean() }).optional(),
  })
  .superRefine((table, refusal) => {
    // DynamoDB wants a type for each key attribute, and for no other.
    const defined = new Set(table.AttributeDefinitions.map(({ AttributeName }) => AttributeName));
    const keys = [table.KeySchema, ...(table.GlobalSecondaryIndexes ?? []).map((index) => index.KeySchema)].flat();
    const used = new Set(keys.map(({ AttributeName }) => AttributeName));
    const refuse = (message: string) => refusal.addIssue({ code: 'custom', path: ['AttributeDefinitions'], message });
    for (const name of used) if (!defined.has(name)) refuse(`${name} is not defined`);
    for (const name of defined) if (!used.has(name)) refuse(`${name} is in no key`);
    if (defined.size < table.AttributeDefinitions.length) refuse('an attribute is defined twice');
  });

export const table = resourceType({
  type: 'AWS::DynamoDB::Table',
  name: namedBy('TableName', 255),
  identify: (name, place) => ({ ref: name, arn: formatArn(place, 'dynamodb', `table/${name}`) }),
  schema,
});

export function planTables(reader: TemplateReader): TablePlan[] {
  return reader.resources(table).map(({ logicalId, name, arn, properties }) => ({
    logicalId,
    name,
    arn,
    keySchema: properties.KeySchema.map(planKey),
    attributes: properties.AttributeDefinitions.map(({ AttributeName, AttributeType }) => {
      return { name: AttributeName, type: AttributeType };
    }),
    indexes: (properties.GlobalSecondaryIndexes ?? []).map((index) => ({
      name: index.IndexName,
      keySchema: index.KeySchema.map(planKey),
      projection: index.Projection.ProjectionType,
    })),
    ...(properties.TimeToLiveSpecification?.Enabled
      ? { timeToLiveAttribute: properties.TimeToLiveSpecification.AttributeName }
      : {}),
  }));
}

function planKey(element: { AttributeName: string; KeyType: KeyElement['role'] }): KeyElement {
  return { name: element.AttributeName, role: element.KeyType };
}
