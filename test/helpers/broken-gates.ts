import type { Environment } from '../../device-sim/environment.ts';
import type { Connect } from '../../device-sim/gate/connection.ts';
import type { FlashStore } from '../../device-sim/gate/store.ts';
import type { Clause } from '../../operator/gate-check/clauses.ts';

/** What stands between a virtual gate and the world, so that to the cloud it looks like firmware with a fault. */
export interface Firmware {
  connect?: (connect: Connect) => Connect;
  store?: (store: FlashStore) => FlashStore;
  environment?: (environment: Environment) => Environment;
}

// biome-ignore lint/suspicious/noExplicitAny: messages are broken on purpose; no type fits them.
type Message = any;
/** @returns the message as it goes on; undefined: it does not. */
type Alter = (message: Message, channel: string) => Message | undefined;

const same: Alter = (message) => message;

/** Alters what the gate says and hears. What is not let out counts as acknowledged. */
function between({ out = same, heard = same }: { out?: Alter; heard?: Alter }): Firmware {
  const alter = (change: Alter, topic: string, payload: string | Uint8Array) => {
    const altered = change(JSON.parse(Buffer.from(payload).toString()), topic.split('/').at(-1) ?? '');
    return altered === undefined ? undefined : JSON.stringify(altered);
  };
  return {
    connect: (connect) => (options, handlers) => {
      const connection = connect(options, {
        ...handlers,
        onMessage: (topic, payload) => {
          const altered = alter(heard, topic, payload);
          if (altered !== undefined) handlers.onMessage(topic, Buffer.from(altered));
        },
      });
      return {
        ...connection,
        publish: (topic, payload, onAcknowledged) => {
          const altered = alter(out, topic, payload);
          if (altered === undefined) setImmediate(onAcknowledged);
          else connection.publish(topic, altered, onAcknowledged);
        },
      };
    },
  };
}

/** Alters each pass that goes out; one that becomes undefined is left out. */
function passes(change: (pass: Message) => Message | undefined): Firmware {
  return between({
    out: (message, channel) => {
      if (channel !== 'passes') return message;
      const altered = message.passes.flatMap((pass: Message) => change(pass) ?? []);
      return altered.length === 0 ? undefined : { ...message, passes: altered };
    },
  });
}

const on =
  (channel: string, change: Alter): Alter =>
  (message, own) =>
    own === channel ? change(message, own) : message;

/** Firmware that breaks a clause, by what it does. */
export const brokenFirmware: readonly { does: string; breaks: Clause; firmware: () => Firmware }[] = [
  {
    does: 'puts temperatures with three digits into its passes',
    breaks: 'C-4.2',
    firmware: () => passes((pass) => (pass.seq % 2 === 0 ? { ...pass, skinC: 35.123 } : pass)),
  },
  {
    does: 'skips a number',
    breaks: 'C-5.2',
    firmware: () => passes((pass) => (pass.seq % 4 === 0 ? undefined : pass)),
  },
  {
    does: 'gives a number twice',
    breaks: 'C-5.3',
    firmware: () => passes((pass) => (pass.seq % 4 === 0 ? { ...pass, seq: pass.seq - 1 } : pass)),
  },
  {
    does: 'forgets its outbox when the power fails',
    breaks: 'C-5.5',
    firmware: () => ({
      store: (store) => ({
        ...store,
        load: (gate) => {
          const flash = store.load(gate);
          return flash && { ...flash, outbox: [] };
        },
      }),
    }),
  },
  {
    does: 'makes a pass anew when it is asked for it again',
    breaks: 'C-5.6',
    firmware: () => {
      const sent = new Set<number>();
      return passes((pass) => {
        if (sent.has(pass.seq)) return { ...pass, ambientC: 19 };
        sent.add(pass.seq);
        return pass;
      });
    },
  },
  {
    does: 'ignores config',
    breaks: 'C-9.2',
    firmware: () => between({ heard: on('config', () => undefined) }),
  },
  {
    does: 'takes each version of its config that is new to it',
    breaks: 'C-9.3',
    firmware: () => {
      const taken = new Set<number>();
      const named = { version: 0, own: 1_000 };
      const naming: Alter = (message) => ({ ...message, configVersion: named.version });
      return between({
        heard: on('config', (config) => {
          if (config.heartbeatS < 60 || taken.has(config.version)) return undefined;
          taken.add(config.version);
          named.version = config.version;
          return { ...config, version: named.own++ };
        }),
        out: on('status', naming),
      });
    },
  },
  {
    does: 'takes what it can of a wrong config',
    breaks: 'C-9.4',
    firmware: () =>
      between({ heard: on('config', (config) => ({ ...config, heartbeatS: Math.max(60, config.heartbeatS) })) }),
  },
  {
    does: 'takes its lists for older than they are',
    breaks: 'C-10.3',
    firmware: () => between({ out: on('status', (status) => ({ ...status, listsAgeS: status.listsAgeS + 3_600 })) }),
  },
  {
    does: 'obeys whatever nonce a command names',
    breaks: 'C-11.3',
    firmware: () => {
      const offered = { nonce: '' };
      return between({
        out: on('replies', (reply) => {
          if ('nonce' in reply) offered.nonce = reply.nonce;
          return reply;
        }),
        heard: on('commands', (command) => ({ ...command, nonce: offered.nonce })),
      });
    },
  },
  {
    does: 'obeys after the deadline',
    breaks: 'C-11.4',
    firmware: () =>
      between({ heard: on('commands', (command) => ({ ...command, deadline: '2100-01-01T00:00:00.000Z' })) }),
  },
  {
    does: 'says done to everything',
    breaks: 'C-11.8',
    firmware: () =>
      between({ out: on('replies', (reply) => (reply.state === 'failed' ? { ...reply, state: 'done' } : reply)) }),
  },
  {
    does: 'sends no heartbeat',
    breaks: 'C-12.1',
    firmware: () => between({ out: on('status', () => undefined) }),
  },
  {
    does: 'counts further than it has given numbers',
    breaks: 'C-12.3',
    firmware: () => between({ out: on('status', (status) => ({ ...status, lastSeq: status.lastSeq + 50 })) }),
  },
  {
    does: 'is ten minutes ahead',
    breaks: 'C-13.1',
    firmware: () => ({
      environment: (environment) => ({ ...environment, now: () => environment.now() + 600_000 }),
    }),
  },
  {
    does: 'lets in whom it should hold',
    breaks: 'C-16.1',
    firmware: () => passes((pass) => ({ ...pass, verdict: 'admit', reason: 'ok' })),
  },
];
