import { ruleNames } from './names.ts';

/**
 * Every topic of the wire. Topics are built and taken apart here only, so that a topic's shape is written once:
 * for the functions, for the gates, and for the policies in infra/, which pass IoT policy variables as ids.
 */
const root = 'gatehouse/v1';

/** What a gate's own topics end in, and which way they go. */
export type GateChannel = 'passes' | 'status' | 'config' | 'marks' | 'commands' | 'replies';

interface GateAddress {
  community: string;
  gate: string;
}

interface PlaceAddress {
  district: string;
  community: string;
}

/** `gatehouse/v1/gates/{community}/{gate}/{channel}` */
export function gateTopic({ community, gate }: GateAddress, channel: GateChannel): string {
  return `${root}/gates/${community}/${gate}/${channel}`;
}

/** All that gates answer. */
export const repliesTopicFilter = gateTopic({ community: '+', gate: '+' }, 'replies');

/**
 * Where a gate publishes passes and status: Basic Ingest, which goes to one rule and to no subscriber.
 * Source: AWS IoT Core developer guide, "Reducing messaging costs with Basic Ingest".
 */
export function ingestTopic(address: GateAddress, channel: 'passes' | 'status'): string {
  return `$aws/rules/${ruleNames[channel]}/${gateTopic(address, channel)}`;
}

/** `gatehouse/v1/guards/{district}/{community}/alerts`; a district's console puts `+` for the community. */
export function alertsTopic({ district, community }: PlaceAddress): string {
  return `${root}/guards/${district}/${community}/alerts`;
}

/** `gatehouse/v1/lists/{list}`: retained, the same for all gates. */
export function listTopic(list: string): string {
  return `${root}/lists/${list}`;
}

const presenceRoot = '$aws/events/presence';

/** All presence events of the broker: connected and disconnected, of every client. */
export const presenceTopicFilter = `${presenceRoot}/+/+`;

/** Whether the broker tells here that a client came or went. */
export function isPresenceTopic(topic: string): boolean {
  return topic.startsWith(`${presenceRoot}/`);
}

/**
 * Takes a gate's topic apart (without the Basic Ingest prefix, as a rule's `topic()` gives it).
 * @returns undefined when it is not the topic of a gate.
 */
export function parseGateTopic(topic: string): (GateAddress & { channel: string }) | undefined {
  const match = /^gatehouse\/v1\/gates\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(topic);
  const [, community, gate, channel] = match ?? [];
  if (community === undefined || gate === undefined || channel === undefined) return undefined;
  return { community, gate, channel };
}

/** @returns the list that a topic is for, or undefined when it is no list's topic. */
export function parseListTopic(topic: string): string | undefined {
  return /^gatehouse\/v1\/lists\/([^/]+)$/.exec(topic)?.[1];
}
