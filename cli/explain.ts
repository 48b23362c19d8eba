import { UsageError } from '../domain/errors.ts';

/**
 * One line for what a person can put right: what is wrong and what to do.
 * @returns undefined for anything else, which is a fault of ours.
 */
export function explain(error: unknown): string | undefined {
  if (error instanceof UsageError) return error.message;
  if (!(error instanceof Error)) return undefined;
  if ('path' in error && 'syscall' in error) {
    return `${error.message}. Look at the rights to it and the room on its disk, or take another folder.`;
  }
  if ('syscall' in error) return `${error.message}. Does the stack still run? "npm start" starts one.`;
  // What the AWS SDK throws, for AWS and the local endpoints alike.
  if ('$metadata' in error) return `The deployment refused it: ${error.name}: ${firstLine(error.message)}`;
  return undefined;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
