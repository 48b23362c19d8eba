import { defaultTimeZone } from '../domain/names.ts';
import type { GatePlace } from './gate/gate.ts';

/** Yuhang, Hangzhou: the district whose 86 communities had such gates first, and the zone its days are reckoned in. */
export const yuhang = { district: 'yuhang', timeZone: defaultTimeZone } as const;

/** Subdistricts and towns of Yuhang; their communities are numbered. */
const subdistricts = [
  'xixi',
  'wuchang',
  'cangqian',
  'xianlin',
  'liangzhu',
  'linping',
  'donghu',
  'nanyuan',
  'xingqiao',
  'qiaosi',
  'yunhe',
  'tangqi',
  'pingyao',
  'jingshan',
  'huanghu',
  'luniao',
  'baizhang',
  'renhe',
  'zhongtai',
  'xianlin-west',
] as const;

/** The city's mean: 12,784 gates in 3,196 communities. */
const gatesPerCommunity = 4;

/**
 * Gates spread over communities: `xixi-1-gate-1`, `xixi-1-gate-2`, …
 * @param count how many gates in all.
 */
export function yuhangGates(count: number): GatePlace[] {
  return Array.from({ length: count }, (_, index) => {
    const communityIndex = Math.floor(index / gatesPerCommunity);
    const subdistrict = subdistricts[communityIndex % subdistricts.length];
    const community = `${subdistrict}-${Math.floor(communityIndex / subdistricts.length) + 1}`;
    return { gate: `${community}-gate-${(index % gatesPerCommunity) + 1}`, district: yuhang.district, community };
  });
}
