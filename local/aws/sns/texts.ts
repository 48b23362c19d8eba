import { appendFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import { snsLimits } from '../../limits.ts';
import { AwsError } from '../aws-error.ts';

/** Texts to phones, which nobody gets. */
export interface SentTexts {
  /** @throws AwsError for what is no phone number or no text. */
  keep(text: { id: string; phoneNumber: string; message: string }): void;
}

const textsFile = 'sms.jsonl';

/**
 * Keeps what would go to phones in a file of the state folder, a JSON object a line, for whoever wants to look: nothing
 * leaves this machine. When the file is full, it becomes `sms.jsonl.old`.
 */
export function createSentTexts({ home, clock }: { home: string; clock: Clock }): SentTexts {
  const path = join(home, textsFile);
  return {
    keep({ id, phoneNumber, message }) {
      if (!/^\+[1-9]\d{1,14}$/.test(phoneNumber)) {
        throw new AwsError('InvalidParameter', 'Invalid parameter: PhoneNumber Reason: not in E.164');
      }
      if (message.length === 0 || Buffer.byteLength(message) > snsLimits.textMaxBytes) {
        throw new AwsError('InvalidParameter', 'Invalid parameter: Message');
      }
      const line = `${JSON.stringify({ at: new Date(clock.now()).toISOString(), id, phoneNumber, message })}\n`;
      const { size = 0 } = statSync(path, { throwIfNoEntry: false }) ?? {};
      if (size + line.length > snsLimits.textsFileMaxBytes) renameSync(path, `${path}.old`);
      appendFileSync(path, line, { mode: 0o600 });
    },
  };
}
