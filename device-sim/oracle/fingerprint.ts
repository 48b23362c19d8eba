import { hash } from 'node:crypto';
import type { Pass, ShownCode } from '../../domain/messages/pass.ts';

/** A pass as far as gate and table can be compared: all of it, but the text of the code is nowhere kept (law 6). */
export type ComparedPass = Omit<Pass, 'code'> & { code: Omit<ShownCode, 'text'> | null };

/**
 * A hash of what was measured and decided: a million passes are remembered in a few megabytes. Fields stand in an order
 * of their own here, since neither a table nor a message keeps one.
 * @returns 52 bits, as a whole number.
 */
export function fingerprintOf({ lists = {}, recheckOf, more, code, ...pass }: ComparedPass): number {
  const text = JSON.stringify([
    pass.epoch,
    pass.seq,
    pass.at,
    pass.direction,
    pass.site,
    pass.skinC,
    pass.ambientC,
    pass.baselineC,
    more?.map(({ skinC, baselineC }) => [skinC, baselineC]) ?? null,
    pass.sensorFault ?? null,
    pass.contactC ?? null,
    code && [code.form, code.status ?? null, code.usedAt ?? null],
    pass.verdict,
    pass.reason,
    pass.configVersion,
    [lists.keys ?? null, lists.revocations ?? null, lists.statuses ?? null],
    pass.listsAgeS,
    recheckOf ? [recheckOf.seq, recheckOf.at, recheckOf.reason] : null,
  ]);
  return Number.parseInt(hash('sha256', text, 'hex').slice(0, 13), 16);
}
