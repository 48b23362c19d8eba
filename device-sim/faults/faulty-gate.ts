import type { Gate, GateEvent } from '../gate/gate.ts';
import type { GateFault, GateParts, Power } from './gate-fault.ts';

export interface FaultyGateOptions {
  gate: string;
  parts: GateParts;
  faults: readonly GateFault[];
  /** @param isFirst not after a power cut. */
  build(parts: GateParts & { onEvent(event: GateEvent): void }, isFirst: boolean): Gate;
  onEvent(event: GateEvent): void;
}

/** A gate with its faults, which loses its power and boots again from its flash; to the world it is one gate. */
export function openFaultyGate({ gate, parts, faults, build, onEvent }: FaultyGateOptions): Gate {
  const faulty = faults.reduce(standInFront, parts);
  const hear = (event: GateEvent) => {
    const heard = faults.reduce<GateEvent | undefined>((told, { hear }) => (told && hear ? hear(told) : told), event);
    if (heard) onEvent(heard);
  };
  const boot = (isFirst: boolean) => build({ ...faulty, onEvent: hear }, isFirst);
  let current: Gate | undefined = boot(true);
  let heldOnFlash = 0;
  let isDraining = false;
  let isOver = false;

  const power: Power = {
    cut: () => {
      current?.cutPower();
      current = undefined;
      heldOnFlash = faulty.store.load(gate)?.outbox.length ?? 0;
    },
    restore: () => {
      if (current || isOver) return;
      current = boot(false);
      current.start();
      if (isDraining) current.drain();
    },
  };

  return {
    start: () => {
      for (const fault of faults) fault.begin?.(power);
      current?.start();
    },
    screen: async (reading) => current?.screen(reading),
    drain: () => {
      isDraining = true;
      current?.drain();
    },
    outstanding: () => current?.outstanding() ?? heldOnFlash,
    hasStopped: () => current?.hasStopped() ?? false,
    stop: async () => {
      isOver = true;
      await current?.stop();
    },
    cutPower: power.cut,
  };
}

function standInFront(parts: GateParts, { connect, store, environment, setup }: GateFault): GateParts {
  return {
    connect: connect?.(parts.connect) ?? parts.connect,
    store: store?.(parts.store) ?? parts.store,
    environment: environment?.(parts.environment) ?? parts.environment,
    setup: setup?.(parts.setup) ?? parts.setup,
  };
}
