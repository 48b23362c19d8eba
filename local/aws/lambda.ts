import { EventTooLarge, FunctionNotFound, RuntimeNotRunning, TooManyInvocations } from '../lambda/errors.ts';
import type { LambdaRuntime } from '../lambda/runtime.ts';
import { parseArn } from '../policy/arn.ts';
import type { FunctionPlan } from '../template/plan.ts';
import { authorise } from './authorise.ts';
import { AwsError, notSupported } from './aws-error.ts';
import type { AwsRequest, AwsResponse, AwsService } from './service.ts';

const functionPath = /^\/2015-03-31\/functions\/([^/]+)\/(invocations|configuration)$/;

/** What an Invoke may ask for that the local runtime has not; refused by name. */
const unsupportedHeaders = ['x-amz-client-context', 'x-amz-durable-execution-name', 'x-amz-tenant-id'];

/**
 * Lambda's API: Invoke (Event, RequestResponse, DryRun) and GetFunctionConfiguration.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export function createLambdaService(options: {
  functions: readonly FunctionPlan[];
  runtime: Pick<LambdaRuntime, 'invoke' | 'invokeAsync'>;
}): AwsService {
  return {
    signingName: 'lambda',
    async handle(request, caller) {
      const [, given = '', operation] = functionPath.exec(request.url.pathname) ?? [];
      const isInvoke = request.method === 'POST' && operation === 'invocations';
      if (!isInvoke && !(request.method === 'GET' && operation === 'configuration')) {
        throw notSupported(`lambda:${request.method} ${request.url.pathname.slice(0, 100)}`);
      }
      checkQualifier(request.url);
      const name = nameOf(decodeURIComponent(given));
      const fn = options.functions.find((candidate) => candidate.name === name);
      // Who may not ask must not learn which functions there are, so a stranger's name is authorised as well.
      const arn = fn?.arn ?? arnBeside(options.functions, name);
      authorise(caller, isInvoke ? 'lambda:InvokeFunction' : 'lambda:GetFunctionConfiguration', arn);
      if (!fn) throw notFound(arn);
      return isInvoke ? invoke(options.runtime, fn, request) : json(200, configurationOf(fn));
    },
  };
}

function checkQualifier(url: URL): void {
  const qualifier = url.searchParams.get('Qualifier');
  if (qualifier !== null && qualifier !== '$LATEST') throw notSupported(`lambda: the qualifier ${qualifier}`);
}

/** A function may be given by its name, `account:function:name` or its ARN. */
function nameOf(given: string): string {
  const parts = given.split(':');
  const at = parts.lastIndexOf('function');
  return (at < 0 ? parts[0] : parts[at + 1]) ?? given;
}

function arnBeside(functions: readonly FunctionPlan[], name: string): string {
  const place = parseArn(functions[0]?.arn ?? '');
  return place ? `arn:${place.partition}:lambda:${place.region}:${place.account}:function:${name}` : name;
}

async function invoke(
  runtime: Pick<LambdaRuntime, 'invoke' | 'invokeAsync'>,
  fn: FunctionPlan,
  { headers, body }: AwsRequest,
): Promise<AwsResponse> {
  for (const header of unsupportedHeaders) if (headers[header] !== undefined) throw notSupported(`lambda: ${header}`);
  if (headers['x-amz-log-type'] === 'Tail') throw notSupported('lambda: x-amz-log-type Tail');
  const event = eventOf(body);
  const type = String(headers['x-amz-invocation-type'] ?? 'RequestResponse');
  try {
    switch (type) {
      case 'DryRun':
        return { status: 204, body: '' };
      case 'Event':
        await runtime.invokeAsync(fn.arn, event);
        return { status: 202, body: '' };
      case 'RequestResponse': {
        const { payload, functionError } = await runtime.invoke(fn.arn, event);
        return {
          status: 200,
          headers: {
            'content-type': 'application/json',
            'x-amz-executed-version': '$LATEST',
            ...(functionError && { 'x-amz-function-error': functionError }),
          },
          body: payload,
        };
      }
      default:
        throw new AwsError('InvalidParameterValueException', `Invocation type ${type.slice(0, 64)} is not known.`);
    }
  } catch (error) {
    throw awsErrorOf(error, fn.arn);
  }
}

function eventOf(body: Buffer): string {
  if (body.length === 0) return '{}';
  const event = body.toString('utf8');
  try {
    JSON.parse(event);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AwsError('InvalidRequestContentException', `Could not parse request body into json: ${why}`);
  }
  return event;
}

function awsErrorOf(error: unknown, functionArn: string): unknown {
  if (error instanceof FunctionNotFound) return notFound(functionArn);
  if (error instanceof EventTooLarge) return new AwsError('RequestTooLargeException', error.message, { status: 413 });
  if (error instanceof TooManyInvocations)
    return new AwsError('TooManyRequestsException', error.message, { status: 429 });
  if (error instanceof RuntimeNotRunning) return new AwsError('ServiceException', error.message, { status: 500 });
  return error;
}

function notFound(functionArn: string): AwsError {
  return new AwsError('ResourceNotFoundException', `Function not found: ${functionArn}`, { status: 404 });
}

function configurationOf(fn: FunctionPlan): object {
  return {
    FunctionName: fn.name,
    FunctionArn: fn.arn,
    Role: fn.roleArn,
    Handler: fn.handler,
    MemorySize: fn.memoryMb,
    Timeout: fn.timeoutS,
    Version: '$LATEST',
    State: 'Active',
    Environment: { Variables: fn.environment },
  };
}

function json(status: number, body: object): AwsResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
