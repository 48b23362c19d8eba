import { BlockList, isIPv4 } from 'node:net';

/*
 * Addresses that lead to the Internet and nowhere else: whoever may name a receiver must not be able to make us ask what
 * is beside us. Source: IANA's registries of special-purpose addresses.
 */

const notPublic = new BlockList();
const special: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  // Where clouds keep their instances' credentials.
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];
for (const [net, bits] of special) notPublic.addSubnet(net, bits, 'ipv4');

/** Of IPv6 only what is given out, without what carries an IPv4 address, documentation and tests. */
const global = new BlockList();
global.addSubnet('2000::', 3, 'ipv6');
notPublic.addSubnet('2001::', 23, 'ipv6');
notPublic.addSubnet('2001:db8::', 32, 'ipv6');
notPublic.addSubnet('2002::', 16, 'ipv6');
notPublic.addSubnet('3fff::', 20, 'ipv6');

/** @param address an IP address, without brackets. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !notPublic.check(address, 'ipv4');
  return global.check(address, 'ipv6') && !notPublic.check(address, 'ipv6');
}
