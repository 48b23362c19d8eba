// Goal: a request finds the route that API Gateway would take.
// Method: one table of routes and requests; then, for any order of the same routes, the same answers.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findRoute } from '../../../../local/http/routing.ts';

const keys = [
  'GET /pets/dog/1',
  'GET /pets/dog/{id}',
  'GET /pets/{proxy+}',
  'ANY /{proxy+}',
  'ANY /pets/dog',
  'POST /pets/dog',
  'GET /',
  'GET /gates/{gate}/passes/{pass}',
  '$default',
];

const requests: [string, string | undefined, Record<string, string>][] = [
  ['GET /pets/dog/1', 'GET /pets/dog/1', {}],
  ['GET /pets/dog/2', 'GET /pets/dog/{id}', { id: '2' }],
  ['GET /pets/cat/1', 'GET /pets/{proxy+}', { proxy: 'cat/1' }],
  ['POST /test/5', 'ANY /{proxy+}', { proxy: 'test/5' }],
  ['POST /pets/dog', 'POST /pets/dog', {}],
  ['DELETE /pets/dog', 'ANY /pets/dog', {}],
  ['GET /', 'GET /', {}],
  ['POST /', undefined, {}],
  ['GET /gates/a%2Fb/passes/%E4%BD%99%', 'GET /gates/{gate}/passes/{pass}', { gate: 'a/b', pass: '%E4%BD%99%' }],
  ['GET /gates//passes/1', 'ANY /{proxy+}', { proxy: 'gates//passes/1' }],
  ['GET /gates/a/passes/1/', 'ANY /{proxy+}', { proxy: 'gates/a/passes/1/' }],
];

test.each(requests)('%s takes %s', (request, key, pathParameters) => {
  const [method = '', path = ''] = request.split(' ');
  const found = findRoute(
    keys.map((one) => ({ key: one })),
    method,
    path,
  );
  expect(found).toEqual(key === undefined ? undefined : { route: { key }, pathParameters });
});

test('the order of routes in the template means nothing', () => {
  fc.assert(
    fc.property(
      fc.shuffledSubarray(keys, { minLength: keys.length }),
      fc.constantFrom(...requests),
      (shuffled, [request, key]) => {
        const [method = '', path = ''] = request.split(' ');
        const routes = shuffled.map((one) => ({ key: one }));
        expect(findRoute(routes, method, path)?.route.key).toBe(key);
      },
    ),
    { numRuns: 50 },
  );
});
