import { createHash } from 'node:crypto';
import * as z from 'zod';
import { formatArn } from '../../policy/arn.ts';
import type { SecretPlan } from '../plan.ts';
import { resourceType } from '../resource-type.ts';
import type { TemplateReader } from '../template-reader.ts';

const schema = z.strictObject({
  GenerateSecretString: z
    .strictObject({
      PasswordLength: z.int().min(1).max(4_096).default(32),
      ExcludePunctuation: z.boolean().default(false),
      SecretStringTemplate: z.string().refine(isJsonObject, 'is no JSON object').optional(),
      GenerateStringKey: z.string().optional(),
    })
    .refine(
      (generate) => (generate.SecretStringTemplate === undefined) === (generate.GenerateStringKey === undefined),
      'SecretStringTemplate and GenerateStringKey go together',
    ),
});

function isJsonObject(text: string): boolean {
  try {
    return z.record(z.string(), z.unknown()).safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}

export const secret = resourceType({
  type: 'AWS::SecretsManager::Secret',
  name: { property: 'Name', pattern: /^[A-Za-z0-9/_+=.@-]+$/, lengthMax: 512, separator: '-' },
  identify: (name, place) => {
    const arn = formatArn(place, 'secretsmanager', `secret:${name}-${arnSuffix(name)}`);
    return { ref: arn, arn };
  },
  schema,
});

/** A secret's ARN ends in six characters that are random on AWS. */
function arnSuffix(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 6);
}

export function planSecrets(reader: TemplateReader): SecretPlan[] {
  return reader.resources(secret).map(({ logicalId, name, arn, properties }) => {
    const { PasswordLength, ExcludePunctuation, SecretStringTemplate, GenerateStringKey } =
      properties.GenerateSecretString;
    return {
      logicalId,
      name,
      arn,
      generate: {
        length: PasswordLength,
        excludePunctuation: ExcludePunctuation,
        ...(SecretStringTemplate === undefined ? {} : { template: SecretStringTemplate }),
        ...(GenerateStringKey === undefined ? {} : { key: GenerateStringKey }),
      },
    };
  });
}
