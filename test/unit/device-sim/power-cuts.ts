import type { Save } from '../../../device-sim/gate/effects.ts';
import type { Reading } from '../../../device-sim/gate/screen.ts';
import { blankFlash, boot, type Flash, type GateState, type HeldPass } from '../../../device-sim/gate/state.ts';
import { type Input, step } from '../../../device-sim/gate/step.ts';
import { setup } from '../../helpers/gate-setup.ts';

/**
 * A gate, its flash, a network and a cloud in memory, in which anything may happen at any moment. The flash takes a
 * write whole or not at all, the network loses what is on its way, the cloud loses what the broker had taken.
 */
export type Happening =
  | { kind: 'reading'; reading: Reading }
  | { kind: 'connect'; random: number }
  | { kind: 'disconnect' | 'drain' }
  | { kind: 'time'; ms: number }
  /** The oldest message on its way reaches the broker. */
  | { kind: 'reach-broker'; cloudStores: boolean }
  /** The oldest PUBACK reaches the gate. */
  | { kind: 'reach-gate' }
  | { kind: 'mark' | 'resend-holes' };

/** When the power fails within the step that a happening causes; a gate that loses power boots again at once. */
export type Cut = 'before-the-write' | 'after-the-write' | 'never';

const epoch = 'epoch000';

export function createBench() {
  const cloud = createCloud();
  const network = createNetwork();
  const taken = new Map<number, string>();
  const conflicts: string[] = [];
  let flash: Flash = blankFlash(epoch);
  let gate: GateState = boot(flash, setup);
  let nowMs = Date.UTC(2026, 10, 24, 8);

  function happen(happening: Happening, cut: Cut = 'never'): void {
    const input = inputOf(happening);
    if (input) feed(input, cut);
  }

  function inputOf(happening: Happening): Input | undefined {
    switch (happening.kind) {
      case 'reading':
        return happening;
      case 'drain':
        return { kind: 'drain' };
      case 'connect':
        return gate.connected ? undefined : { kind: 'connected', nonce: nonceAt(nowMs), random: happening.random };
      case 'disconnect':
        network.lose();
        return gate.connected ? { kind: 'disconnected' } : undefined;
      case 'time':
        nowMs += happening.ms;
        return { kind: 'woken' };
      case 'reach-broker':
        cloud.take(network.reachBroker(), happening.cloudStores);
        return undefined;
      case 'reach-gate':
        return network.reachGate();
      case 'mark':
        return cloud.mark(nowMs);
      case 'resend-holes':
        return cloud.askAgain(gate, nowMs);
    }
  }

  function feed(input: Input, cut: Cut): void {
    const next = step(gate, input, nowMs);
    if (next.save && cut !== 'before-the-write') write(next.save);
    if (cut !== 'never') {
      network.lose();
      gate = boot(flash, setup);
      return;
    }
    gate = next.state;
    for (const effect of next.effects) if (effect.kind === 'publish-passes') network.send(effect);
  }

  function write(save: Save): void {
    for (const { seq, json } of save.toOutbox) {
      if ((taken.get(seq) ?? json) !== json) conflicts.push(`${seq}: ${taken.get(seq)} and ${json}`);
      taken.set(seq, json);
    }
    flash = applySave(flash, save);
  }

  return {
    happen,
    gate: () => gate,
    flash: () => flash,
    taken: () => [...taken.keys()],
    conflicts: () => conflicts,
    cloud,
    /** The network works, the cloud asks for what it lacks, nothing breaks any more. */
    heal(): void {
      happen({ kind: 'connect', random: 0 });
      for (let round = 0; round < 3; round++) {
        happen({ kind: 'drain' });
        while (network.isBusy()) {
          happen({ kind: 'reach-broker', cloudStores: true });
          happen({ kind: 'reach-gate' });
        }
        happen({ kind: 'mark' });
        happen({ kind: 'resend-holes' });
      }
    },
  };
}

interface Message {
  messageId: number;
  payload: string;
}

function createNetwork() {
  let toBroker: Message[] = [];
  let toGate: number[] = [];
  return {
    send: (message: Message) => toBroker.push(message),
    lose(): void {
      toBroker = [];
      toGate = [];
    },
    isBusy: () => toBroker.length + toGate.length > 0,
    reachBroker(): Message | undefined {
      const message = toBroker.shift();
      if (message) toGate.push(message.messageId);
      return message;
    },
    reachGate(): Input | undefined {
      const messageId = toGate.shift();
      return messageId === undefined ? undefined : { kind: 'acknowledged', messageId };
    },
  };
}

/** Stores what it likes of what the broker took; marks and resend commands follow from what it has. */
function createCloud() {
  const stored = new Set<number>();
  let markedThrough = 0;

  const storedThrough = () => {
    let through = 0;
    while (stored.has(through + 1)) through++;
    return through;
  };

  return {
    has: (seq: number) => stored.has(seq),
    markedThrough: () => markedThrough,
    take(message: Message | undefined, stores: boolean): void {
      if (!message || !stores) return;
      const { passes }: { passes: { seq: number }[] } = JSON.parse(message.payload);
      for (const { seq } of passes) stored.add(seq);
    },
    mark(nowMs: number): Input {
      markedThrough = storedThrough();
      return { kind: 'mark', mark: { epoch, storedThrough: markedThrough, at: new Date(nowMs).toISOString() } };
    },
    askAgain({ nonce, memory }: GateState, nowMs: number): Input | undefined {
      const range = { epoch, fromSeq: storedThrough() + 1, toSeq: memory.lastSeq };
      if (nonce === null || range.fromSeq > range.toSeq) return undefined;
      const deadline = new Date(nowMs + 60_000).toISOString();
      const commandId = '00000000-0000-4000-8000-000000000000';
      return {
        kind: 'command',
        command: { kind: 'resend', commandId, nonce, deadline, ...range },
        nonce: nonceAt(nowMs),
      };
    },
  };
}

/** What a real flash does with a write. */
function applySave(flash: Flash, { memory, lists, used, toOutbox, toSent, forget }: Save): Flash {
  const key = (held: HeldPass) => `${held.epoch}#${held.seq}`;
  const moved = new Set([...toOutbox, ...toSent, ...forget].map(key));
  const stays = (held: HeldPass) => !moved.has(key(held));
  return {
    memory,
    outbox: [...flash.outbox.filter(stays), ...toOutbox],
    sent: [...flash.sent.filter(stays), ...toSent],
    lists: lists ?? flash.lists,
    used: used ?? flash.used,
  };
}

function nonceAt(nowMs: number): string {
  return `nonce-nonce-${nowMs}`;
}
