import type { FunctionPlan } from '../template/plan.ts';

/** Where a function's output goes on AWS unless the template says otherwise. */
export function logGroupOf(fn: FunctionPlan): string {
  return `/aws/lambda/${fn.name}`;
}

/**
 * All environment variables that a function sees: the template's, Lambda's own and those that lead to the local
 * endpoints. Nothing of the environment of whoever started the runtime, and no AWS profile of theirs either.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export function variablesOf(
  fn: FunctionPlan,
  logStreamName: string,
  endpoints: Record<string, string>,
): Record<string, string> {
  const region = fn.arn.split(':')[3] ?? '';
  return {
    ...fn.environment,
    _HANDLER: fn.handler,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memoryMb),
    AWS_LAMBDA_FUNCTION_NAME: fn.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: logGroupOf(fn),
    AWS_LAMBDA_LOG_STREAM_NAME: logStreamName,
    AWS_REGION: region,
    LAMBDA_TASK_ROOT: fn.codeDirectory,
    LANG: 'en_US.UTF-8',
    TZ: 'UTC',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    ...endpoints,
  };
}
