/** The demo's table fits a terminal of 80 columns, whatever a gate decides. */
import { expect, test } from 'vitest';
import { gateLine } from '../../../demo/wording.ts';
import type { Pass } from '../../../domain/messages/pass.ts';
import { reason } from '../../../domain/messages/pass.ts';

const pass: Pass = {
  ...{ epoch: 'epoch000', seq: 1, at: '2026-11-24T04:00:00.000Z', direction: 'in', site: 'face' },
  ...{ skinC: 35.5, ambientC: 20, baselineC: 35.4, code: null, verdict: 'recheck', reason: 'ok' },
  ...{ configVersion: 0, listsAgeS: 0 },
};

test.each(reason.options)('%s', (why) => {
  for (const verdict of ['admit', 'recheck', 'refuse'] as const) {
    const last: Pass = { ...pass, verdict, reason: why };
    const line = gateLine('liangzhu-gate-2', {
      isConnected: true,
      made: 9_999,
      acknowledged: 9_999,
      tooWarm: 99,
      last,
    });
    expect(line.length).toBeLessThan(80);
    expect(line).toMatch(/\d {2}\S/);
  }
});
