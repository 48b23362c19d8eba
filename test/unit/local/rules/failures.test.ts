// Goal: a message is acknowledged (accept resolves) only when it is in a safe place: with every action, or with the
// error action. Method: a real engine whose targets break by name, or answer when the test says so.
import { describe, expect, test } from 'vitest';
import { createRuleEngine } from '../../../../local/rules/engine.ts';
import { functionArn, published, queueUrl, rule, startRules, toFunction, toQueue } from './start-rules.ts';

const passes = rule({ sql: "SELECT encode(*, 'base64') AS payload FROM 'a/+'", errorAction: toQueue });
const other = `${functionArn}-2`;

describe('the error action', () => {
  test("gets AWS' message when an action fails, once for all failures", async () => {
    const actions = [toFunction, { ...toFunction, functionArn: other }];
    const { accept, delivered, broken, lines, statistics } = startRules(rule({ ...passes, actions }));
    broken.add(functionArn).add(other);
    await accept(published('$aws/rules/gatehouse_passes/a/b', 'bytes'));
    expect(delivered).toEqual([{ to: queueUrl, body: expect.any(String), as: expect.stringContaining(':role/') }]);
    // https://docs.aws.amazon.com/iot/latest/developerguide/rule-error-handling.html#rule-error-message-format
    expect(JSON.parse(delivered[0]?.body ?? '')).toEqual({
      ruleName: 'gatehouse_passes',
      topic: '$aws/rules/gatehouse_passes/a/b',
      cloudwatchTraceId: '123a4567-b89c-12d3-e456-789012345000',
      clientId: 'gate-7',
      base64OriginalPayload: 'Ynl0ZXM=',
      failures: [functionArn, other].map((failedResource) => ({
        failedAction: 'LambdaAction',
        failedResource,
        errorMessage: `${failedResource} is broken`,
      })),
    });
    expect(lines).toHaveLength(1);
    expect(statistics()).toMatchObject({ actionFailures: 2, errorActionFailures: 0 });
  });

  test('an action that fails does not keep another from its payload', async () => {
    const actions = [toFunction, { ...toFunction, functionArn: other }];
    const { accept, delivered, broken } = startRules(rule({ ...passes, actions }));
    broken.add(functionArn);
    await accept(published('a/b'));
    expect(delivered.map(({ to }) => to)).toEqual([other, queueUrl]);
  });

  test('does not run for an SQL error, which is logged and counted', async () => {
    const { accept, delivered, lines, statistics } = startRules(rule({ ...passes, sql: "SELECT n FROM 'a/+'" }));
    await accept(published('a/b', 'no JSON'));
    expect(delivered).toEqual([]);
    expect(lines).toEqual([expect.stringMatching(/^rule gatehouse_passes: SQL error/)]);
    expect(statistics().sqlErrors).toBe(1);
  });

  test('a client id that is not there is n/a', async () => {
    const { accept, delivered, broken } = startRules(passes);
    broken.add(functionArn);
    await accept({ topic: 'a/b', payload: Buffer.from(''), receivedAt: 0 });
    expect(JSON.parse(delivered[0]?.body ?? '')).toMatchObject({ clientId: 'n/a', base64OriginalPayload: '' });
  });
});

describe('no acknowledgement', () => {
  test('when the error action fails too', async () => {
    const { accept, broken, statistics } = startRules(passes);
    broken.add(functionArn).add(queueUrl);
    await expect(accept(published('a/b'))).rejects.toThrow('its error action failed too');
    expect(statistics()).toMatchObject({ actionFailures: 1, errorActionFailures: 1 });
    broken.clear();
    await accept(published('a/b'));
  });

  test('when an action fails and there is no error action', async () => {
    const { accept, broken } = startRules(rule({ sql: "SELECT * FROM 'a/+'" }));
    broken.add(functionArn);
    await expect(accept(published('a/b'))).rejects.toThrow('has no error action');
  });

  test('for one rule does not keep the message from another', async () => {
    const second = rule({ ...passes, name: 'second', actions: [{ ...toFunction, functionArn: other }] });
    const { accept, delivered, broken } = startRules(passes, second);
    broken.add(functionArn).add(queueUrl);
    await expect(accept(published('a/b'))).rejects.toThrow('Rule gatehouse_passes');
    expect(delivered.map(({ to }) => to)).toEqual([other]);
  });
});

test('accept resolves after the last action of the last rule, and not before', async () => {
  const waiting: (() => void)[] = [];
  const onDisk = () => new Promise<void>((resolve) => waiting.push(resolve));
  const sql = "SELECT * FROM 'a'";
  const rules = [rule({ name: 'one', sql, actions: [toFunction, toQueue] }), rule({ name: 'two', sql })];
  const { accept } = createRuleEngine({ rules, invokeFunction: onDisk, sendToQueue: onDisk, log: () => {} });
  let accepted = false;
  const acceptance = accept(published('a')).then(() => {
    accepted = true;
  });
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  await turn();
  expect(waiting).toHaveLength(3);
  for (const finish of waiting) {
    expect(accepted).toBe(false);
    finish();
    await turn();
  }
  await acceptance;
});
