import { cpus } from 'node:os';

/** Begins to watch the machine. @returns how many of its cores have been idle since, on average. */
export function watchIdleCores(): () => number {
  const before = read();
  return () => {
    const { cores, idleMs, totalMs } = read();
    const passedMs = totalMs - before.totalMs;
    return passedMs > 0 ? (cores * (idleMs - before.idleMs)) / passedMs : 0;
  };
}

function read(): { cores: number; idleMs: number; totalMs: number } {
  const times = cpus().map((core) => core.times);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return {
    cores: times.length,
    idleMs: sum(times.map(({ idle }) => idle)),
    totalMs: sum(times.flatMap((time) => Object.values(time))),
  };
}
