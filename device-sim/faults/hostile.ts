import type { Random } from '../../domain/seeded-random.ts';
import type { Environment } from '../environment.ts';
import type { Connect } from '../gate/connection.ts';
import type { GatePlace } from '../gate/gate.ts';
import { type Attack, attackNames, attackOf } from './attacks.ts';
import type { FaultOf } from './fault.ts';
import { letMomentsCome } from './spells.ts';

export interface HostileOptions {
  /** Its own place and certificate. */
  place: GatePlace;
  connect: Connect;
  victims: readonly GatePlace[];
  environment: Environment;
  random: Random;
  /** @param gotIn what was forbidden and went through all the same. */
  onAttack(name: Attack['name'], gotIn: boolean): void;
}

/** How long an attack has until it is known whether it went through. */
const attackMs = 4_000;

/** A gate in the wrong hands, with a certificate that is good. @returns what ends it. */
export function letHostileTry({ meanEveryS }: FaultOf<'hostile'>, options: HostileOptions): () => void {
  const { place, victims, environment, random } = options;
  let turn = 0;
  let cancel = () => {};
  const stop = letMomentsCome(meanEveryS, options, () => {
    const victim = victims[Math.floor(random() * victims.length)];
    const name = attackNames[turn++ % attackNames.length];
    if (!victim || !name) return;
    cancel();
    cancel = tryAttack(attackOf(name, place, victim, environment.now()), options);
  });
  return () => {
    stop();
    cancel();
  };
}

function tryAttack(
  { name, clientId, topics, messages, forbidden }: Attack,
  { connect, environment, onAttack }: HostileOptions,
): () => void {
  let wentThrough = 0;
  const count = () => {
    wentThrough++;
  };
  const connection = connect(
    { clientId, topics, environment },
    {
      onUp: () => {
        for (const { topic, payload } of messages) connection.publish(topic, payload, count);
      },
      onMessage: count,
      onTrouble: () => {},
      onEnd: () => {},
    },
  );
  const judge = once(() => {
    connection.cut();
    onAttack(name, forbidden && wentThrough > 0);
  });
  const cancelJudging = environment.after(attackMs, judge);
  return () => {
    cancelJudging();
    judge();
  };
}

function once(run: () => void): () => void {
  let hasRun = false;
  return () => {
    if (hasRun) return;
    hasRun = true;
    run();
  };
}
