import type { Random } from '../../domain/seeded-random.ts';
import type { Environment } from '../environment.ts';
import type { Connect } from '../gate/connection.ts';
import type { GateEvent, GatePlace } from '../gate/gate.ts';
import type { GateSetup } from '../gate/state.ts';
import type { FlashStore } from '../gate/store.ts';
import type { Certificates } from './certificates.ts';

/** What a gate is made of, each of which a fault may put itself in front of. */
export interface GateParts {
  connect: Connect;
  store: FlashStore;
  environment: Environment;
  setup: Omit<GateSetup, 'community'>;
}

/** One fault at one gate. */
export interface GateFault {
  connect?(inner: Connect): Connect;
  store?(inner: FlashStore): FlashStore;
  environment?(inner: Environment): Environment;
  setup?(inner: GateParts['setup']): GateParts['setup'];
  /** @returns what the world hears of it; undefined: nothing. */
  hear?(event: GateEvent): GateEvent | undefined;
  /** The gate runs for the first time. */
  begin?(power: Power): void;
  /** It happens no more, and what it has done is undone as far as that can be. */
  heal(): void | Promise<void>;
}

/** The main switch of a gate. Both do nothing when there is nothing to do. */
export interface Power {
  cut(): void;
  restore(): void;
}

export interface FaultContext {
  place: GatePlace;
  /** The run's clock, which is never wrong. */
  environment: Environment;
  /** Of this fault at this gate. */
  random: Random;
  certificates: Certificates | undefined;
  fired(): void;
  /** Whether this is one of `count` gates, drawn from all. */
  isChosen(count: number): boolean;
}
