import * as z from 'zod';
import type { Clock } from '../../clock.ts';
import type { CertificateAuthority } from '../../iot/authority.ts';
import { createKeyedQueue } from '../../iot/keyed-queue.ts';
import type { Registry } from '../../iot/registry.ts';
import type { Place } from '../../policy/arn.ts';
import type { IotPolicyPlan } from '../../template/plan.ts';
import { authorise } from '../authorise.ts';
import { notSupported } from '../aws-error.ts';
import type { AwsService } from '../service.ts';
import { policyOperations, thingPrincipalOperations } from './attachments.ts';
import { certificateOperations } from './certificates.ts';
import { restOperation, restService } from './rest-operation.ts';
import { createIotContext } from './shapes.ts';
import { thingOperations } from './things.ts';

const dataEndpoint = 'iot:Data-ATS';

/** IoT Core's control plane: the registry of things and their certificates. Policies come from the template. */
export function createIotService(options: {
  registry: Registry;
  authority: CertificateAuthority;
  policies: readonly IotPolicyPlan[];
  place: Place;
  clock: Clock;
  /** Where devices connect to: a host, as on AWS without a port. */
  deviceHost: string;
}): AwsService {
  const context = createIotContext(options.registry, options.place);
  const describeEndpoint = restOperation(
    'GET /endpoint',
    z.strictObject({ endpointType: z.string().optional() }),
    ({ endpointType }, caller) => {
      authorise(caller, 'iot:DescribeEndpoint', '*');
      if (endpointType !== dataEndpoint) throw notSupported(`DescribeEndpoint for ${endpointType ?? 'iot:Data'}`);
      return { endpointAddress: options.deviceHost };
    },
  );
  const service = restService('iot', [
    ...thingOperations(context),
    ...certificateOperations(context, options),
    ...thingPrincipalOperations(context),
    ...policyOperations(context, new Set(options.policies.map(({ name }) => name))),
    describeEndpoint,
  ]);

  // "Is there one?" and "make one" must not come between each other's; these are rare.
  const oneAtATime = createKeyedQueue();
  return {
    ...service,
    handle: (request, caller) => oneAtATime.run('registry', async () => service.handle(request, caller)),
  };
}
