// Goal: gate-check finds nothing wrong with the virtual gate, and finds each of fifteen faults by the clause that it
// breaks. Method: one stack; virtual gates by MQTT with mutual TLS, each but the first with something between it and the
// world that makes it look like firmware with a fault; people pass all the while; all are checked at the same time.
import { join } from 'node:path';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectionOfGate } from '../../device-sim/deployed/enrolled.ts';
import { systemEnvironment } from '../../device-sim/environment.ts';
import { createGate, type Gate } from '../../device-sim/gate/gate.ts';
import { connectByMqtt } from '../../device-sim/gate/mqtt-connection.ts';
import { openFlashStore } from '../../device-sim/gate/store.ts';
import { tickEvent } from '../../domain/names.ts';
import { checkGate } from '../../operator/gate-check/check-gate.ts';
import type { Clause } from '../../operator/gate-check/clauses.ts';
import type { Finding } from '../../operator/gate-check/findings.ts';
import { latestConfig, stateOf } from '../../operator/gate-records.ts';
import { createCodePlatform } from '../../platform/codes.ts';
import { brokenFirmware, type Firmware } from '../helpers/broken-gates.ts';
import { newHome, type RunningStack, startStack } from '../helpers/stack.ts';
import { until } from '../helpers/wait.ts';

const waitMs = 12_000;
const peopleEveryMs = 500;
const { home, remove } = newHome();
let stack: RunningStack;

beforeAll(async () => {
  stack = await startStack(home);
  // As the schedule does within a minute: gates are to have lists whose age they can say.
  const { clients, outputs } = stack.deployment;
  const tick = { FunctionName: outputs.listsFunction, Payload: Buffer.from(JSON.stringify(tickEvent)) };
  await clients.lambda.send(new InvokeCommand(tick));
});

afterAll(async () => {
  await Promise.allSettled(checks.values());
  await stack.stop();
  remove();
});

/** A gate with people before it, whose power can be cut. */
async function startGate(name: string, { connect, store, environment }: Firmware) {
  const place = { gate: name, district: 'yuhang', community: 'xixi' };
  const byMqtt = connectByMqtt(await connectionOfGate(stack.deployment, place));
  const ownEnvironment = environment?.(systemEnvironment) ?? systemEnvironment;
  const flash = openFlashStore(join(home, `${name}.sqlite`));
  const connected = Promise.withResolvers<void>();
  const powerOn = (): Gate => {
    const gate = createGate({
      place,
      connect: connect?.(byMqtt) ?? byMqtt,
      store: store?.(flash) ?? flash,
      environment: ownEnvironment,
      setup: { timeZone: 'Asia/Shanghai', platform: createCodePlatform() },
      onEvent: ({ kind }) => {
        if (kind === 'connected') connected.resolve();
      },
    });
    gate.start();
    return gate;
  };
  let gate = powerOn();
  let people = 0;
  const coming = setInterval(() => {
    people++;
    const skinC = people % 6 === 0 ? 37 : 35.4 + (people % 7) / 50;
    void gate.screen({ direction: 'in', site: 'face', skinC, ambientC: 21, code: null });
  }, peopleEveryMs);
  const end = async () => {
    clearInterval(coming);
    await gate.stop();
    flash.close();
  };
  await connected.promise;
  return {
    end,
    device: { deviceId: name, district: place.district, community: place.community },
    /** Once somebody is in the outbox. */
    async cutPower() {
      await until('somebody in the outbox', () => gate.outstanding() > 2);
      gate.cutPower();
      gate = powerOn();
    },
  };
}

async function check(name: string, firmware: Firmware, only?: Clause): Promise<Finding[]> {
  const { device, cutPower, end } = await startGate(name, firmware);
  const options = { waitMs, only, say: () => {}, askForPowerCut: () => void cutPower() };
  return checkGate(stack.deployment, device, options).finally(end);
}

const cases = brokenFirmware.map((one, index) => ({ ...one, name: `broken-${index + 1}` }));
const checks = new Map<string, Promise<Finding[]>>();

describe('gate-check', { timeout: 120_000 }, () => {
  beforeAll(() => {
    const begin = (...one: Parameters<typeof check>) => {
      const checking = check(...one);
      // Looked at by its own test, which may come after it has failed.
      checking.catch(() => {});
      checks.set(one[0], checking);
    };
    begin('honest', {});
    for (const { name, firmware, breaks } of cases) begin(name, firmware(), breaks);
  });

  it('finds nothing wrong with the virtual gate, can tell of nearly every clause, and gives it its config back', async () => {
    const findings = (await checks.get('honest')) ?? [];
    expect(findings.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(findings.filter(({ outcome }) => outcome === 'not told').map(({ clause }) => clause)).toEqual([]);
    const { lingerS, heartbeatS } = await latestConfig(stateOf(stack.deployment), 'honest');
    expect({ lingerS, heartbeatS }).toEqual({ lingerS: 120, heartbeatS: 600 });
  });

  it('gives a gate its config back when it is ended early', async () => {
    const { device, end } = await startGate('interrupted', {});
    const ended = new AbortController();
    const say = () => ended.abort();
    const checked = checkGate(stack.deployment, device, { waitMs, only: 'C-5.2', say, interruption: ended.signal });
    await expect(checked).rejects.toThrow('has its config again');
    const { version, lingerS } = await latestConfig(stateOf(stack.deployment), 'interrupted');
    expect({ version, lingerS }).toEqual({ version: 3, lingerS: 120 });
    await end();
  });

  it.each(cases)('finds a gate that $does, by $breaks', async ({ name, breaks }) => {
    const findings = (await checks.get(name)) ?? [];
    expect(findings).toEqual([{ clause: breaks, outcome: 'failed', seen: expect.any(String) }]);
  });
});
