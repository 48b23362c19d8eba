import { Logger } from '@aws-lambda-powertools/logger';

/**
 * Structured logs. What may stand in them: gates, communities, kinds, reasons, counts. Never a payload, a code, a
 * subject, a reading or an alert's id, which can hold a subject (law 6).
 */
export interface Log {
  info(message: string, about: Loggable): void;
  warn(message: string, about: Loggable): void;
}

type Loggable = Record<string, string | number | readonly string[]>;

/** The service's name comes from POWERTOOLS_SERVICE_NAME, as the template sets it. */
export function createLog(): Log {
  const logger = new Logger();
  return {
    info: (message, about) => logger.info(message, { about }),
    warn: (message, about) => logger.warn(message, { about }),
  };
}
