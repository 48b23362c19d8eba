import type { IncomingMessage } from 'node:http';
import { AwsError } from './aws-error.ts';

/**
 * Reads a request's body.
 * @throws AwsError when it is longer than `maxBytes` (the rest is left unread) or the client went away.
 */
export function bodyOf(incoming: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    incoming.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maxBytes) {
        chunks.push(chunk);
        return;
      }
      incoming.pause();
      reject(new AwsError('RequestEntityTooLarge', `The request is longer than ${maxBytes} bytes.`, { status: 413 }));
    });
    incoming.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, bytes)));
    incoming.on('error', () => reject(new AwsError('RequestAborted', 'The client went away.')));
  });
}
