import * as z from 'zod';
import { alertsPage } from '../../domain/api/alert-routes.ts';
import { visitorCode } from '../../domain/api/code-routes.ts';
import { commandShown, gateHours, gateShown } from '../../domain/api/gate-routes.ts';
import { passesPage, passShown } from '../../domain/api/pass-routes.ts';
import { problem } from '../../domain/api/problems.ts';
import { pushSubscription } from '../../domain/api/push-routes.ts';
import { roster } from '../../domain/api/roster-routes.ts';
import { nothing, type PathParameter, pathParameters, type Route } from '../../domain/api/route.ts';
import { parametersIn, routes } from '../../domain/api/routes.ts';
import { me } from '../../domain/api/session-routes.ts';
import { guard, shift, shiftsNow } from '../../domain/api/shift-routes.ts';
import { actor, alert } from '../../domain/messages/alert.ts';
import { gateConfig } from '../../domain/messages/config.ts';

/** What has a name in the document. */
const named = {
  Actor: actor,
  Alert: alert,
  AlertsPage: alertsPage,
  Command: commandShown,
  Config: gateConfig,
  Gate: gateShown,
  GateHours: gateHours,
  Guard: guard,
  Me: me,
  Pass: passShown,
  PassesPage: passesPage,
  Problem: problem,
  PushSubscription: pushSubscription,
  Roster: roster,
  Shift: shift,
  ShiftsNow: shiftsNow,
  VisitorCode: visitorCode,
} as const satisfies Record<string, z.ZodType>;

const names = new Map<z.ZodType, string>(Object.entries(named).map(([name, shape]) => [shape, name]));
const reference = (name: string) => `#/components/schemas/${name}`;

/** The HTTP API as an OpenAPI 3.1 document. Source: https://spec.openapis.org/oas/v3.1.1.html */
export function openApi(): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const [name, route] of Object.entries<Route>(routes)) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(name, route) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Gatehouse',
      version: '1',
      description:
        'Alerts, passes and gates for guards, officers and operators, each within their own places. Unknown fields of requests are refused; those of answers are to be passed over.',
    },
    servers: [{ url: 'http://127.0.0.1:8787', description: 'one machine' }],
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'An access token of the issuer, RS256',
        },
      },
      schemas: namedSchemas(),
      responses: {
        Problem: {
          description: 'Not done; `type` says why (RFC 9457)',
          content: { 'application/problem+json': { schema: { $ref: reference('Problem') } } },
        },
      },
    },
  };
}

function operation(name: string, { path, about, query, body, answer, status, ...needs }: Route): object {
  return {
    operationId: name,
    summary: about,
    parameters: [
      ...parametersIn(path).map((parameter) => ({
        name: parameter,
        in: 'path',
        required: true,
        schema: schemaOf(pathParameters[parameter as PathParameter]),
      })),
      ...Object.entries(query.shape).map(([parameter, shape]) => queryParameter(parameter, shape)),
      ...(needs.ifMatch ? [header('If-Match', 'The ETag of what was seen: its revision in quotes')] : []),
      ...(needs.idempotencyKey
        ? [header('Idempotency-Key', 'New for each deed: the same again gives the same answer')]
        : []),
    ],
    ...(body === nothing ? {} : { requestBody: { required: true, content: json(body, 'input') } }),
    responses: {
      [status]: { description: about, ...(answer === nothing ? {} : { content: json(answer, 'output') }) },
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

function queryParameter(name: string, shape: z.core.$ZodType): object {
  const required = !z.safeParse(shape, undefined).success;
  return { name, in: 'query', required, schema: schemaOf(shape) };
}

function header(name: string, description: string): object {
  return { name, in: 'header', required: true, description, schema: { type: 'string' } };
}

function json(shape: z.ZodType, io: 'input' | 'output'): object {
  const name = names.get(shape);
  return { 'application/json': { schema: name === undefined ? schemaOf(shape, io) : { $ref: reference(name) } } };
}

/** @param io of a request what is to be sent, of an answer what comes. */
function schemaOf(shape: z.core.$ZodType, io: 'input' | 'output' = 'output'): object {
  const { $schema, ...schema } = z.toJSONSchema(shape, { target: 'draft-2020-12', io, override: openFor(io) });
  return schema;
}

/** Answers grow: whoever reads them passes over what is new. */
function openFor(io: 'input' | 'output') {
  return ({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }) => {
    if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
  };
}

function namedSchemas(): Record<string, object> {
  const registry = z.registry<{ id: string }>();
  for (const [id, shape] of Object.entries(named)) registry.add(shape, { id });
  const io = 'output';
  const { schemas } = z.toJSONSchema(registry, { target: 'draft-2020-12', io, uri: reference, override: openFor(io) });
  return Object.fromEntries(Object.entries(schemas).map(([name, { $schema, $id, ...schema }]) => [name, schema]));
}
