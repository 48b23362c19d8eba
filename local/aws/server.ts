import { awsLimits } from '../limits.ts';
import { AwsError } from './aws-error.ts';
import { createEndpoint, type Endpoint } from './endpoint.ts';
import type { AwsService, Caller } from './service.ts';

/**
 * The endpoint of all AWS services but DynamoDB: one loopback port, on which the service is told by the request's
 * signature. `log` gets one line for each refusal by a policy and for each failure of ours.
 */
export function createAwsServer(options: {
  services: readonly AwsService[];
  /** Finds who owns an access key id. */
  callers: (accessKeyId: string) => Caller | undefined;
  port: number;
  log: (line: string) => void;
}): Endpoint {
  const services = new Map(options.services.map((service) => [service.signingName, service]));
  return createEndpoint({
    callers: options.callers,
    port: options.port,
    log: options.log,
    names: { what: 'the AWS endpoints', variable: 'GATEHOUSE_AWS_PORT' },
    bodyMaxBytes: awsLimits.bodyMaxBytes,
    answer: async (request, caller, name) => {
      const service = services.get(name);
      if (!service) throw new AwsError('UnknownOperationException', `There is no local ${name} service.`);
      return service.handle(request, caller);
    },
  });
}
