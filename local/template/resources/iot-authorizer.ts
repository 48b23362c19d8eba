import * as z from 'zod';
import { iotArns } from '../../policy/arn.ts';
import type { IotAuthorizerPlan } from '../plan.ts';
import { resourceType } from '../resource-type.ts';
import type { TemplateReader } from '../template-reader.ts';
import { lambdaFunction } from './lambda-function.ts';

export const iotAuthorizer = resourceType({
  type: 'AWS::IoT::Authorizer',
  name: { property: 'AuthorizerName', pattern: /^[\w=,@-]+$/, lengthMax: 128, separator: '-' },
  identify: (name, place) => ({ ref: name, arn: iotArns(place).authorizer(name) }),
  schema: z.strictObject({
    AuthorizerFunctionArn: z.string(),
    // A signed token beside the password is not known.
    SigningDisabled: z.literal(true),
    Status: z.enum(['ACTIVE', 'INACTIVE']),
  }),
});

export function planIotAuthorizers(reader: TemplateReader): IotAuthorizerPlan[] {
  return reader.resources(iotAuthorizer).map(({ name, arn, properties, refuse }) => {
    const { AuthorizerFunctionArn: functionArn, Status } = properties;
    if (reader.find(lambdaFunction, { arn: functionArn }) === undefined) {
      refuse(['AuthorizerFunctionArn'], `${functionArn} is no function of this template`);
    }
    return { name, arn, functionArn, active: Status === 'ACTIVE' };
  });
}
