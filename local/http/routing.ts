/** A route of an HTTP API that a request has found, and what its path said. */
export interface RouteMatch<Route> {
  route: Route;
  pathParameters: Record<string, string>;
}

/**
 * Finds the route of a request as API Gateway does: a path segment that is written out goes before `{name}`, that
 * before `{name+}`, which takes all that is left; then the method itself before `ANY`. Nothing is said of `$default`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export function findRoute<Route extends { key: string }>(
  routes: readonly Route[],
  method: string,
  path: string,
): RouteMatch<Route> | undefined {
  const segments = path.split('/').slice(1);
  let best: (RouteMatch<Route> & { rank: string }) | undefined;
  for (const route of routes) {
    const [routeMethod, routePath = ''] = route.key.split(' ');
    if (routeMethod !== method && routeMethod !== 'ANY') continue;
    const matched = matchPath(routePath.split('/').slice(1), segments);
    if (matched === undefined) continue;
    const rank = matched.rank + (routeMethod === 'ANY' ? '1' : '0');
    if (best === undefined || rank < best.rank) best = { route, pathParameters: matched.parameters, rank };
  }
  return best && { route: best.route, pathParameters: best.pathParameters };
}

/** `rank`: a digit for each segment of the route, the lower the more exact. */
function matchPath(
  pattern: readonly string[],
  segments: readonly string[],
): { parameters: Record<string, string>; rank: string } | undefined {
  const parameters: Record<string, string> = {};
  let rank = '';
  for (const [index, part] of pattern.entries()) {
    const [, name, greedy] = /^\{(.+?)(\+?)\}$/.exec(part) ?? [];
    const value = greedy === '+' ? segments.slice(index).join('/') : segments[index];
    if (value === undefined || (name !== undefined && value === '')) return undefined;
    if (name === undefined && value !== part) return undefined;
    if (name !== undefined) parameters[name] = decoded(value);
    if (greedy === '+') return { parameters, rank: `${rank}2` };
    rank += name === undefined ? '0' : '1';
  }
  return segments.length === pattern.length ? { parameters, rank } : undefined;
}

/** A percent sign that stands for nothing is left as it is. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
