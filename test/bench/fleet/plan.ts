import * as z from 'zod';

/** What the benchmark of the fleet measures. */
export interface FleetBenchPlan {
  /** Gates, or bare clients, in one process. */
  clients: number;
  /** Each round runs every kind once, so that what the machine does besides hits all of them alike. */
  rounds: number;
  /** Messages of one client in a round. */
  messagesEach: number;
  /** Gates that have to fit in one process, measured once. */
  clientsMax: number;
}

export const fullPlan: FleetBenchPlan = { clients: 1_000, rounds: 3, messagesEach: 20, clientsMax: 2_000 };

/** Shows that the benchmark works; its figures say little. */
export const shortPlan: FleetBenchPlan = { clients: 40, rounds: 1, messagesEach: 5, clientsMax: 60 };

/** What a client process is: bare mqtt.js, or our gates, whose people show nothing or a signed pass. */
export const clientKinds = ['bare', 'gates', 'gates-with-codes'] as const;
export type ClientKind = (typeof clientKinds)[number];

/** What a client process is told, as JSON on its command line. */
export const clientRun = z.object({
  kind: z.enum(clientKinds),
  clients: z.int(),
  messagesEach: z.int(),
  broker: z.object({ host: z.string(), port: z.int(), caFile: z.string() }),
  devicesFolder: z.string().describe('keys and certificates by client id, as deviceFiles() names them'),
  workFolder: z.string().describe("for the gates' flash"),
});
export type ClientRun = z.infer<typeof clientRun>;

/** What a client process answers, as one line of JSON. */
export const clientFigures = z.object({
  connectS: z.number().describe('until the last of them was connected and subscribed'),
  kilobytesPerClient: z.number().describe('resident memory that came with each client, garbage collected'),
  cpuMicrosecondsPerMessage: z.number().describe('user and system time while messages went out and were acknowledged'),
});
export type ClientFigures = z.infer<typeof clientFigures>;
