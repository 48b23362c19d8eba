import { GatehouseError } from '../../domain/errors.ts';

/** No function of the template has this ARN. */
export class FunctionNotFound extends GatehouseError {
  override readonly name = 'FunctionNotFound';
  readonly functionArn: string;

  constructor(functionArn: string) {
    super(`Function not found: ${functionArn}`);
    this.functionArn = functionArn;
  }
}

/** The event is longer than Lambda takes. */
export class EventTooLarge extends GatehouseError {
  override readonly name = 'EventTooLarge';

  constructor(bytes: number, maxBytes: number) {
    super(`${bytes} byte payload is too large for an invocation (limit ${maxBytes} bytes)`);
  }
}

/** More callers wait for answers of this function than the runtime holds. */
export class TooManyInvocations extends GatehouseError {
  override readonly name = 'TooManyInvocations';
}

/** The runtime has not started yet, or stops. What was accepted before is on disk. */
export class RuntimeNotRunning extends GatehouseError {
  override readonly name = 'RuntimeNotRunning';

  constructor() {
    super('The Lambda runtime is not running.');
  }
}
