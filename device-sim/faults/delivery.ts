import { between, chance } from '../../domain/seeded-random.ts';
import { createWire } from '../wire.ts';
import { standBetween } from './between.ts';
import type { FaultOf } from './fault.ts';
import type { FaultContext, GateFault } from './gate-fault.ts';

/** Late, and whatever comes behind it waits as well. */
export function delayed({ share, meanByS }: FaultOf<'delayed-delivery'>, context: FaultContext): GateFault {
  const { environment, random, fired } = context;
  const dice = createDice(share, context);
  return {
    connect: (inner) =>
      standBetween(inner, () => {
        const out = createWire(environment);
        const back = createWire(environment);
        const delayMs = () => {
          if (!dice.hit()) return 0;
          fired();
          return 1_000 * between(random, 0, 2 * meanByS);
        };
        return {
          outgoing: (send) => out.send(delayMs(), send),
          incoming: (deliver) => back.send(delayMs(), deliver),
          acknowledging: (acknowledge) => back.send(0, acknowledge),
        };
      }),
    heal: dice.heal,
  };
}

export function doubled({ share }: FaultOf<'doubled-delivery'>, context: FaultContext): GateFault {
  const dice = createDice(share, context);
  const twice = (go: () => void) => {
    go();
    if (!dice.hit()) return;
    context.fired();
    go();
  };
  return {
    connect: (inner) =>
      standBetween(inner, () => ({ outgoing: twice, incoming: twice, acknowledging: (acknowledge) => acknowledge() })),
    heal: dice.heal,
  };
}

/** A message that nothing overtakes goes on after so long. */
const overtakenWithinMs = 3_000;

export function reordered({ share }: FaultOf<'reordered-delivery'>, context: FaultContext): GateFault {
  const { environment, fired } = context;
  const dice = createDice(share, context);
  const createBend = () => {
    let held: (() => void) | undefined;
    return (go: () => void) => {
      const overtaken = held;
      held = undefined;
      if (!overtaken && dice.hit()) {
        held = go;
        environment.after(overtakenWithinMs, () => {
          if (held !== go) return;
          held = undefined;
          go();
        });
        return;
      }
      go();
      if (!overtaken) return;
      fired();
      overtaken();
    };
  };
  return {
    connect: (inner) =>
      standBetween(inner, () => ({
        outgoing: createBend(),
        incoming: createBend(),
        acknowledging: (acknowledge) => acknowledge(),
      })),
    heal: dice.heal,
  };
}

function createDice(share: number, { random }: FaultContext) {
  let healed = false;
  return {
    hit: () => chance(random, share) && !healed,
    heal: () => {
      healed = true;
    },
  };
}
