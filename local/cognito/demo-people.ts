import type { Role } from '../../domain/access/principal.ts';
import type { People } from './people.ts';

/** What `readPrincipal` makes of a group: a role or a place. */
type Group = Role | `community:${string}` | `district:${string}`;

/** Who can sign in to a pool that nobody has been put into: one of each kind, for the communities of the demo. */
const demoPeople: readonly { username: string; name: string; groups: readonly Group[] }[] = [
  { username: 'guard-xixi', name: '门卫 西溪 · Guard, Xixi', groups: ['guard', 'community:xixi'] },
  { username: 'guard-wuchang', name: '门卫 五常 · Guard, Wuchang', groups: ['guard', 'community:wuchang'] },
  {
    username: 'guard-both',
    name: '门卫 西溪和五常 · Guard, Xixi and Wuchang',
    groups: ['guard', 'community:xixi', 'community:wuchang'],
  },
  { username: 'officer-xixi', name: '社区干部 西溪 · Officer, Xixi', groups: ['officer', 'community:xixi'] },
  {
    username: 'officer-yuhang',
    name: '区干部 余杭 · Officer, Yuhang district',
    groups: ['officer', 'district:yuhang'],
  },
  { username: 'operator', name: '运维 余杭 · Operator, Yuhang district', groups: ['operator', 'district:yuhang'] },
];

/** Puts the demo's people into an empty pool. */
export async function addDemoPeople(people: People): Promise<void> {
  if (people.count() > 0) return;
  for (const { username, name, groups } of demoPeople) {
    await people.add({ username, attributes: { name } });
    for (const group of groups) {
      await people.addGroup(group);
      await people.join(username, group);
    }
  }
}
