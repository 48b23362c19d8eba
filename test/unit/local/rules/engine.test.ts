// Goal: a published message reaches the actions of the rules that it matches, and of no other.
// Method: a real engine over rules as the template gives them, with targets that write down what reaches them.
import { describe, expect, test } from 'vitest';
import { functionArn, published, queueUrl, rule, startRules, toFunction, toQueue } from './start-rules.ts';

const raw =
  "SELECT encode(*, 'base64') AS payload, topic() AS topic, clientid() AS clientId, principal() AS principal, timestamp() AS receivedAt";

describe('Basic Ingest', () => {
  const passes = rule({ sql: raw });
  const topic = '$aws/rules/gatehouse_passes/gatehouse/v1/gates/c-1/gate-7/passes';

  test('the named rule alone gets the message, and topic() leaves the prefix out', async () => {
    const { accept, delivered, lines } = startRules(passes, rule({ name: 'all', sql: "SELECT * FROM '#'" }));
    const payload = Buffer.from([0xff, 0x00]);
    await accept({ ...published(topic), payload });
    expect(delivered).toEqual([{ to: functionArn, body: expect.any(String), as: passes.arn }]);
    expect(JSON.parse(delivered[0]?.body ?? '')).toEqual({
      payload: payload.toString('base64'),
      topic: 'gatehouse/v1/gates/c-1/gate-7/passes',
      clientId: 'gate-7',
      principal: 'c0ffee',
      receivedAt: 1_700_000_000_000,
    });
    expect(lines).toEqual([]);
  });

  test('whatever the FROM of the rule says', async () => {
    const { accept, delivered } = startRules(rule({ sql: "SELECT topic() AS t FROM 'elsewhere'" }));
    await accept(published(topic));
    expect(delivered).toMatchObject([{ body: '{"t":"gatehouse/v1/gates/c-1/gate-7/passes"}' }]);
  });

  test.each([
    ['does not exist', '$aws/rules/other/x'],
    ['does not exist', '$aws/rules/'],
    ['does not exist', '$aws/rules/GATEHOUSE_PASSES/x'],
    ['is disabled', '$aws/rules/off/x'],
  ])('a rule that %s: taken, counted and logged', async (why, to) => {
    const { accept, delivered, lines, statistics } = startRules(
      passes,
      rule({ name: 'off', sql: raw, enabled: false }),
    );
    await accept(published(to));
    expect(delivered).toEqual([]);
    expect(lines).toEqual([expect.stringContaining(why)]);
    expect(statistics().ruleNotFound).toBe(1);
  });
});

describe('topics', () => {
  test('every enabled rule whose FROM matches gets the message; one without FROM does not', async () => {
    const { accept, delivered } = startRules(
      rule({ name: 'one', sql: "SELECT topic(2) AS x FROM 'a/+'" }),
      rule({ name: 'two', sql: "SELECT topic(2) AS x FROM 'a/#'" }),
      rule({ name: 'off', sql: "SELECT topic(2) AS x FROM 'a/#'", enabled: false }),
      rule({ name: 'none', sql: 'SELECT topic(2) AS x' }),
    );
    await accept(published('a/b'));
    await accept(published('a/b/c'));
    await accept(published('b'));
    expect(delivered.map(({ as }) => as.split('/').at(-1))).toEqual(['one', 'two', 'two']);
  });

  test('WHERE keeps a message from the actions, and that is no error', async () => {
    const { accept, delivered, lines } = startRules(rule({ sql: "SELECT * FROM 'a' WHERE n > 1" }));
    await accept(published('a', '{"n":1}'));
    await accept(published('a', 'no JSON'));
    await accept(published('a', '{"n":2}'));
    expect(delivered).toMatchObject([{ body: '{"n":2}' }]);
    expect(lines).toEqual([]);
  });
});

describe('what an action hands on', () => {
  const bytes = Buffer.from([0xff, 0x00]);
  const all = (plan: Partial<Parameters<typeof rule>[0]>) => rule({ sql: "SELECT * FROM 'a'", ...plan });

  test('all actions of a rule get the outgoing payload', async () => {
    const { accept, delivered } = startRules(all({ actions: [toFunction, toQueue] }));
    await accept(published('a', ' { "n" : 1.0 } '));
    expect(delivered.map(({ to, body }) => [to, body])).toEqual([
      [functionArn, '{"n":1}'],
      [queueUrl, '{"n":1}'],
    ]);
  });

  test('useBase64 encodes JSON and raw bytes alike', async () => {
    const { accept, delivered } = startRules(all({ actions: [{ ...toQueue, useBase64: true }] }));
    await accept(published('a', '{"n":1}'));
    await accept(published('a', bytes));
    expect(delivered.map(({ body }) => body)).toEqual(['eyJuIjoxfQ==', '/wA=']);
  });

  test('a queue takes text as it is; a function takes no raw bytes', async () => {
    const { accept, delivered } = startRules(all({ actions: [toQueue] }));
    await accept(published('a', 'plain text'));
    expect(delivered).toMatchObject([{ body: 'plain text' }]);
    await expect(accept(published('a', bytes))).rejects.toThrow('set useBase64');
    const toLambda = startRules(all({}));
    await expect(toLambda.accept(published('a', 'plain text'))).rejects.toThrow('use encode(*, …)');
  });

  test('substitution templates choose the function and the queue from the message as it came', async () => {
    const { accept, delivered } = startRules(
      rule({
        sql: "SELECT 'x' AS kind FROM '+/b'",
        actions: [
          { kind: 'lambda', functionArn: `arn:function:$\{topic(1)}` },
          { ...toQueue, queueUrl: `http://queue/$\{kind}` },
        ],
      }),
    );
    await accept(published('a/b', '{"kind":"fever"}'));
    expect(delivered.map(({ to }) => to)).toEqual(['arn:function:a', 'http://queue/fever']);
  });
});

describe('refused at start, with the name of the rule', () => {
  test.each([
    [
      rule({ sql: 'SELECT get_secret(1) AS s' }),
      'Rule gatehouse_passes: IoT SQL, position 8: the function "get_secret"',
    ],
    [rule({ sql: 'SELECT *', sqlVersion: '2015-10-08' }), 'Rule gatehouse_passes: IoT SQL version "2015-10-08"'],
    [rule({ sql: "SELECT * FROM 'a/#/b'" }), 'Rule gatehouse_passes: The topic filter "a/#/b" is none'],
    [rule({ sql: "SELECT * FROM '$aws/rules/x/#'" }), 'reserved for Basic Ingest'],
    [rule({ sql: 'SELECT *', enabled: false, actions: [{ ...toQueue, queueUrl: '$' + '{' }] }), 'template has no end'],
  ])('%#', (plan, words) => {
    expect(() => startRules(plan)).toThrow(words);
  });
});
