import { performance } from 'node:perf_hooks';
import { exitCodes, readFlags, readNumber, runCommand } from '../../cli/command.ts';
import { verifyCode } from '../../domain/codes/verify.ts';
import { seededRandom } from '../../domain/seeded-random.ts';
import { drawQr } from '../../operator/codes/qr.ts';
import { platform } from '../unit/domain/codes/forge.ts';
import { check, goodCodes, mutate, mutateClaims, signedPart } from '../unit/domain/codes/mutate.ts';

const help = `npm run bench:codes -- [--count N] [--seed TEXT]

How quickly codes are verified with the key at hand, how large they are, and what becomes of spoiled ones.

  --count N     how many codes to spoil (default 100000)
  --seed TEXT   of the generator that spoils them (default "codes")
  --help        this text

Exit code ${exitCodes.done}: each was refused with a reason, or is the same code. ${exitCodes.foundWrong}: not so. ${exitCodes.cannot}: it could not be done.
`;

const names = ['HC1, ES256', 'HC1, PS256', 'GH1, ES256'] as const;
const verifications = 2_000;
const say = (line: string) => process.stdout.write(`${line}\n`);

await runCommand(async (argv) => {
  const { values } = readFlags(argv, {
    count: { type: 'string', default: '100000' },
    seed: { type: 'string', default: 'codes' },
    help: { type: 'boolean', default: false },
  });
  if (values.help) {
    process.stdout.write(help);
    return exitCodes.done;
  }
  const count = readNumber('count', values.count, { min: 1, max: 10_000_000, whole: true });
  const good = await goodCodes();
  for (const [index, code] of good.entries()) measure(names[index] ?? '', code);
  return spoilMany(good, count, values.seed);
});

/** Time of the processor, not of the clock: others may work on this machine as well. */
function measure(name: string, code: string): void {
  const run = (times: number) => {
    const before = process.cpuUsage();
    for (let time = 0; time < times; time++) verifyCode(code, check, platform);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / times;
  };
  run(verifications / 4);
  const rounds = Array.from({ length: 5 }, () => run(verifications / 5)).toSorted((a, b) => a - b);
  const medianUs = rounds[2] ?? Number.NaN;
  const { version, level } = drawQr(code, 'phone');
  const speed = `${medianUs.toFixed(0)} µs of one core, ${Math.round(1_000_000 / medianUs)}/s`;
  say(`${name}: ${speed}; ${code.length} characters, QR version ${version}-${level}`);
}

function spoilMany(good: readonly string[], count: number, seed: string): number {
  const random = seededRandom(seed);
  const signed = new Set(good.map(signedPart));
  const outcomes = new Map<string, number>();
  let believedWrongly = 0;
  let slowestMs = 0;
  for (let index = 0; index < count; index++) {
    const claims = index % 10 === 9;
    const code = claims
      ? mutateClaims(random)
      : mutate(good[index % good.length] ?? '', good[(index + 1) % good.length] ?? '', random);
    const start = performance.now();
    const result = verifyCode(code, check, platform);
    slowestMs = Math.max(slowestMs, performance.now() - start);
    const outcome = result.accepted ? (claims ? 'accepted as signed' : 'accepted, the same code') : result.reason;
    if (result.accepted && !claims && !signed.has(signedPart(code))) believedWrongly++;
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  say(`${count} spoiled, one in ten before it was signed, seed "${seed}":`);
  for (const [outcome, times] of [...outcomes].toSorted(([, a], [, b]) => b - a)) say(`  ${times}  ${outcome}`);
  const residentMb = Math.round(process.resourceUsage().maxRSS / 1_024);
  say(`  slowest ${slowestMs.toFixed(1)} ms by the clock; the process never held more than ${residentMb} MB`);
  say(`  ${believedWrongly} believed that say what nobody signed`);
  return believedWrongly === 0 ? exitCodes.done : exitCodes.foundWrong;
}
