import * as z from 'zod';

/**
 * Where a running local stack listens and what a command needs to talk to it: `endpoints.json` in the state
 * folder (mode 0600), written once everything listens and removed at the end.
 */
export const endpoints = z.object({
  pid: z.int().positive(),
  startedAt: z.iso.datetime(),
  mqtts: z.object({ host: z.string(), port: z.int(), caFile: z.string() }),
  /** The HTTP API, the pages, and below `/mqtt` MQTT over WebSocket. */
  http: z.object({ url: z.url() }),
  aws: z.object({ url: z.url(), region: z.string() }),
  dynamodb: z.object({ url: z.url() }),
  /** The operator's key of this run: random, useless anywhere else. */
  credentials: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }),
  /** Outputs of the stack, by name. */
  outputs: z.record(z.string(), z.string()),
});
export type Endpoints = z.infer<typeof endpoints>;

/** The state folder's name when GATEHOUSE_HOME says nothing else. */
export const defaultHome = '.gatehouse';
export const endpointsFile = 'endpoints.json';
