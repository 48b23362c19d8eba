// Goal: the routes are whole and say what they need; the OpenAPI document is one that tools can follow.
// Method: laws over the table of routes, and over every reference and parameter of the document.
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { openApi } from '../../../../docs/generate/openapi.ts';
import { describeProblem, problem, problemReasons } from '../../../../domain/api/problems.ts';
import { nothing, pathParameters, type Route } from '../../../../domain/api/route.ts';
import { parametersIn, routeKey, routes } from '../../../../domain/api/routes.ts';

const all = Object.entries<Route>(routes);

test('no route is there twice, and every name in a path is known', () => {
  const keys = all.map(([, route]) => routeKey(route));
  expect(new Set(keys).size).toBe(keys.length);
  const names = all.flatMap(([, { path }]) => parametersIn(path));
  expect(names.filter((name) => !(name in pathParameters))).toEqual([]);
});

describe.each(all)('%s', (_name, route) => {
  test('reads without a body, or changes with one that takes nothing unknown', () => {
    if (route.method === 'GET') {
      expect(route).toMatchObject({ body: nothing, ifMatch: false, idempotencyKey: false });
    } else {
      expect(route.body.safeParse({ unknown: true }).success).toBe(false);
    }
    expect(route.query.safeParse({ unknown: 'x' }).success).toBe(false);
    expect(route.answer === nothing).toBe(route.status === 204);
  });
});

test.each(problemReasons)('the problem %s has a type, a title and a status, and nothing else', (reason) => {
  const described = describeProblem(reason);
  expect(problem.parse(described)).toEqual(described);
  expect(described.type).toBe(`urn:gatehouse:problem:${reason}`);
  expect(Object.keys(described)).toEqual(['type', 'title', 'status']);
});

const operation = z.object({
  operationId: z.string(),
  summary: z.string().min(1),
  parameters: z.array(
    z.object({
      name: z.string(),
      in: z.enum(['path', 'query', 'header']),
      required: z.boolean(),
      schema: z.looseObject({}),
    }),
  ),
  requestBody: z
    .object({ content: z.record(z.literal('application/json'), z.object({ schema: z.looseObject({}) })) })
    .optional(),
  responses: z.record(z.string().regex(/^[1-5]\d\d$|^default$/), z.looseObject({})),
});
const document = z.looseObject({
  openapi: z.literal('3.1.1'),
  info: z.object({ title: z.string(), version: z.string(), description: z.string() }),
  paths: z.record(z.string().startsWith('/'), z.partialRecord(z.enum(['get', 'post', 'put', 'delete']), operation)),
});

describe('the OpenAPI document', () => {
  const made = openApi();
  const text = JSON.stringify(made);
  const { paths } = document.parse(made);
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.values(item).map((one) => ({ path, ...one })),
  );

  test('has every route under its own name', () => {
    expect(operations.map(({ operationId }) => operationId).toSorted()).toEqual(Object.keys(routes).toSorted());
  });

  test('declares just the parameters that stand in each path', () => {
    for (const { path, parameters } of operations) {
      const declared = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
      expect(declared).toEqual(parametersIn(path));
    }
  });

  test('refers to nothing that it does not hold', () => {
    const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, pointer = '']) => pointer.split('/'));
    expect(references.length).toBeGreaterThan(20);
    const missing = references.filter((pointer) => {
      const found = pointer.reduce<unknown>(
        (at, key) => (typeof at === 'object' && at ? Reflect.get(at, key) : undefined),
        made,
      );
      return found === undefined;
    });
    expect(missing).toEqual([]);
  });

  test('says nothing of codes and pseudonyms in what it shows of passes', () => {
    const shown = JSON.stringify(Reflect.get(Reflect.get(Reflect.get(made, 'components'), 'schemas'), 'Pass'));
    expect(shown).not.toMatch(/"(code|subject|text)"/);
  });
});
