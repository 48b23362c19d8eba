import type { GateSetup } from '../../device-sim/gate/state.ts';
import { createCodePlatform } from '../../platform/codes.ts';

/** A gate of these tests as it is built. */
export const setup: GateSetup = { timeZone: 'Asia/Shanghai', community: 'xixi', platform: createCodePlatform() };
