import { GatehouseError } from '../../domain/errors.ts';

/** What a service answers instead of a result. The protocol that the client speaks decides how it looks. */
export class AwsError extends GatehouseError {
  override readonly name: string = 'AwsError';
  /** The error's name in the service's API reference, e.g. `ResourceNotFoundException`. */
  readonly code: string;
  readonly status: number;
  /** The name that clients of SQS' older query protocol know the error by. */
  readonly queryCode: string | undefined;
  /** Further members of the error, e.g. the `Item` that a condition failed on. */
  readonly details: object;

  constructor(code: string, message: string, options: { status?: number; queryCode?: string; details?: object } = {}) {
    super(message);
    this.details = options.details ?? {};
    this.code = code;
    this.status = options.status ?? 400;
    this.queryCode = options.queryCode;
  }
}

/** The caller's policies do not allow the action. Carries what the log line says; the message says what AWS says. */
export class AccessDenied extends AwsError {
  override readonly name = 'AccessDenied';
  readonly principal: string;
  readonly action: string;
  readonly resourceArn: string;

  constructor(principal: string, action: string, resourceArn: string) {
    // SNS has a name of its own for it.
    super(
      action.startsWith('sns:') ? 'AuthorizationError' : 'AccessDeniedException',
      `${principal} is not authorized to perform: ${action} on resource: ${resourceArn}`,
      {
        status: 403,
      },
    );
    this.principal = principal;
    this.action = action;
    this.resourceArn = resourceArn;
  }
}

/** For an operation, parameter or value that exists on AWS and not here: refused by name, never ignored. */
export function notSupported(what: string): AwsError {
  return new AwsError('UnknownOperationException', `${what} is not supported by the local runtime.`);
}
