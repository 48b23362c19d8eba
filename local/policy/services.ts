/** The names under which AWS services act: in trust policies, permissions and resource policies. */
export const lambdaService = 'lambda.amazonaws.com';
export const iotService = 'iot.amazonaws.com';
export const apiGatewayService = 'apigateway.amazonaws.com';
