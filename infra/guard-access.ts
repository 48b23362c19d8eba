import * as iam from 'aws-cdk-lib/aws-iam';
import * as iot from 'aws-cdk-lib/aws-iot';
import { Construct } from 'constructs';
import { iotAuthorizerNames } from '../domain/names.ts';
import type { GatehouseFunction } from './function.ts';

/**
 * Who may connect without a certificate: guards' consoles, with the token of a sign-in as the password of CONNECT, over
 * WebSocket since they are pages. Posts with certificates have a policy of their own (gate-access.ts).
 */
export class GuardAccess extends Construct {
  /** @param props.decides the function that is asked about each of them. */
  constructor(scope: Construct, id: string, props: { decides: GatehouseFunction }) {
    super(scope, id);
    const { function: decides } = props.decides;
    const authorizer = new iot.CfnAuthorizer(this, 'Consoles', {
      authorizerName: iotAuthorizerNames.consoles,
      authorizerFunctionArn: decides.functionArn,
      // IoT Core could check a signature before it asks, by a key that we would have to give each page: a page keeps
      // no key, and the token is signed by the issuer already. What strangers can cost is bounded by concurrency.
      signingDisabled: true,
      status: 'ACTIVE',
    });
    decides.addPermission('IotCore', {
      principal: new iam.ServicePrincipal('iot.amazonaws.com'),
      sourceArn: authorizer.attrArn,
    });
  }
}
