import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

interface ProcessRow {
  pid: number;
  parent: number;
  hasEnded: boolean;
}

/** Every process that this one started, and those that they did. */
export function descendantsOf(pid: number): number[] {
  const rows = processTable();
  const below = (parent: number): number[] =>
    rows.filter((row) => row.parent === parent).flatMap((row) => [row.pid, ...below(row.pid)]);
  return below(pid);
}

/** Those that still run; one that has ended and that nobody has asked about yet runs no more. */
export function runningOf(pids: readonly number[]): number[] {
  const wanted = new Set(pids);
  return processTable()
    .filter(({ pid, hasEnded }) => wanted.has(pid) && !hasEnded)
    .map(({ pid }) => pid);
}

/** Linux without `ps`, as in small containers, has `/proc`; macOS has `ps`. */
function processTable(): ProcessRow[] {
  return existsSync('/proc/self/stat') ? fromProc() : fromPs();
}

function fromProc(): ProcessRow[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      // The command's name, in parentheses, may hold anything: what follows the last one is plain.
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return [{ pid: Number(name), parent: Number(parent), hasEnded: state === 'Z' || state === 'X' }];
    } catch {
      // It ended between the two looks.
      return [];
    }
  });
}

function fromPs(): ProcessRow[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8' }).trim().split('\n');
  return lines.map((line) => {
    const [pid, parent, state = ''] = line.trim().split(/\s+/);
    return { pid: Number(pid), parent: Number(parent), hasEnded: state.startsWith('Z') };
  });
}
