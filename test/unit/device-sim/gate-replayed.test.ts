// Goal: the cloud's replay follows the virtual gate as it is built: what its passes carry is what follows from them.
// Method: a gate over four days, with people and sensors of the world model that fail now and then; the passes are read
// from the bytes in its outbox.
import { expect, test } from 'vitest';
import { toArray } from '../../../device-sim/gate/line.ts';
import { screen } from '../../../device-sim/gate/screen.ts';
import { blankFlash, boot } from '../../../device-sim/gate/state.ts';
import { createBodies, drawNature } from '../../../device-sim/world/bodies.ts';
import { calmWorld, withFevers } from '../../../device-sim/world/profile.ts';
import { defaultConfig } from '../../../domain/messages/config.ts';
import { replay, replayedPass } from '../../../domain/screening/replay.ts';
import { seededRandom } from '../../../domain/seeded-random.ts';
import { setup } from '../../helpers/gate-setup.ts';

const { timeZone } = setup;
const startMs = Date.parse('2026-11-24T00:00:00.000Z');
const everyMs = 10 * 60_000;
const noonH = 12;

test('a replay of its passes finds no difference, whatever its sensor does', () => {
  const doubts = new Set<string | undefined>();
  for (let seed = 0; seed < 6; seed++) {
    const random = seededRandom(`replayed ${seed}`);
    const bodyOf = createBodies(withFevers(calmWorld, 0.02), random);
    let state = boot(blankFlash('abcdefgh12'), setup);
    for (let count = 0; count < 600; count++) {
      const { sensed } = bodyOf(drawNature(random, random()), { direction: 'in', atH: noonH });
      const skinC = count % 200 > 170 ? 35.5 : sensed.skinC && sensed.skinC + (count % 300 > 250 ? 3 : 0);
      const reading = { direction: 'in', site: 'face', ...sensed, skinC, code: null } as const;
      state = screen(state, reading, startMs + count * everyMs).state;
    }
    const passes = toArray(state.fresh).map(({ json }) => replayedPass.parse(JSON.parse(json)));
    for (const { sensorFault } of passes) doubts.add(sensorFault);
    const configOf = (version: number) => (version === defaultConfig.version ? defaultConfig : undefined);
    expect(replay(passes, { timeZone, configOf })).toMatchObject({ differences: [], checked: 600, unknown: 0 });
  }
  expect(doubts.has('stuck') && doubts.has('sun')).toBe(true);
});
