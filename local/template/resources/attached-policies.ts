import type { PolicyStatement } from '../plan.ts';
import type { Identity, ResourceType } from '../resource-type.ts';
import type { Resource, TemplateReader } from '../template-reader.ts';

/**
 * Collects resource policies by the resource that they are attached to.
 * A queue or a topic has one policy: AWS keeps only the last that is set, so a second is refused.
 */
export function attachPolicies<Properties>(
  reader: TemplateReader,
  policies: readonly (Resource<Properties> & Identity)[],
  attachment: {
    property: string;
    type: ResourceType;
    read(properties: Properties): { targets: readonly string[]; statements: PolicyStatement[] };
  },
): Map<string, PolicyStatement[]> {
  const byResource = new Map<string, PolicyStatement[]>();
  for (const { properties, refuse } of policies) {
    const { targets, statements } = attachment.read(properties);
    for (const [index, target] of targets.entries()) {
      const path = [attachment.property, index];
      const logicalId = reader.find(attachment.type, { ref: target });
      if (logicalId === undefined) refuse(path, `${target} is no ${attachment.type.type} of this template`);
      else if (byResource.has(logicalId)) refuse(path, `${target} has two policies; AWS would keep only the last`);
      else byResource.set(logicalId, statements);
    }
  }
  return byResource;
}
