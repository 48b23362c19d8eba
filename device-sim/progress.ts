import type { Environment } from './environment.ts';
import type { Fleet } from './fleet.ts';
import { simLimits } from './limits.ts';

/** Shows how a fleet fares: one live line in a terminal, plain lines elsewhere. @returns what ends it. */
export function showProgress(fleet: Fleet, environment: Environment, output: NodeJS.WriteStream): () => void {
  const startedAtMs = environment.uptimeMs();
  const everyMs = output.isTTY ? simLimits.progressMs : simLimits.progressPlainMs;
  let cancel = () => {};

  const line = () => {
    const { connected, made, acknowledged, outstanding, alarmed } = fleet.progress();
    const seconds = Math.round((environment.uptimeMs() - startedAtMs) / 1000);
    return `${seconds} s  gates ${connected}  passes ${made}  acknowledged ${acknowledged}  in outboxes ${outstanding}  too warm ${alarmed}`;
  };
  const show = () => {
    output.write(output.isTTY ? `\r\x1b[K${line()}` : `${line()}\n`);
    cancel = environment.after(everyMs, show);
  };
  cancel = environment.after(everyMs, show);
  return () => {
    cancel();
    if (output.isTTY) output.write('\r\x1b[K');
  };
}
