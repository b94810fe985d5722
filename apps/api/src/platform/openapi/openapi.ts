import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { Injectable } from '@nestjs/common';
import type { RouteDefinition } from '@engagex/domain/shared';
import { z } from 'zod';
import { type HandledRoute, routeKey } from '../http/handles.ts';

type Json = Record<string, unknown>;

/** Writes the OpenAPI 3.1 document from the very routes the controllers serve. */
@Injectable()
export class OpenApi {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  document(): Json {
    const schemas = new Schemas();
    const paths: Record<string, Json> = {};
    const routes = this.routes().filter(isPublished);
    for (const route of routes.toSorted(byPathThenMethod)) {
      const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
      paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route, schemas) };
    }
    return {
      openapi: '3.1.0',
      info: {
        title: 'EngageX',
        version: '0.1.0',
        description: 'Email marketing in which every recipient is accounted for.',
      },
      servers: [{ url: '/' }],
      paths,
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'engagex.sid' },
          key: {
            type: 'http',
            scheme: 'bearer',
            description: 'A secret key of Settings → API keys, within its scopes.',
          },
        },
        schemas: { Problem: problemSchema, ...schemas.named() },
      },
      security: [{ session: [] }, { key: [] }],
    };
  }

  /** Every route of the contract that a controller serves. */
  routes(): RouteDefinition[] {
    return this.discovery.getControllers().flatMap(({ instance, metatype }) => {
      if (!instance || !metatype) return [];
      const prototype: Record<string, unknown> = metatype.prototype;
      return this.scanner.getAllMethodNames(prototype).flatMap((method) => {
        const handler = prototype[method];
        if (typeof handler !== 'function') return [];
        const handled = this.reflector.get<HandledRoute | undefined>(routeKey, handler as () => unknown); // a method
        return handled ? [handled.route] : [];
      });
    });
  }
}

/** What programs of customers may call: the API, and the webhook that providers report to. */
export function isPublished({ path, permission }: RouteDefinition): boolean {
  if (permission === 'operator') return false;
  return path.startsWith('/api/') || path.startsWith('/hooks/');
}

/** An order that does not change when code moves, for the file that is kept of the document. */
function byPathThenMethod(one: RouteDefinition, other: RouteDefinition): number {
  return `${one.path} ${one.method}` < `${other.path} ${other.method}` ? -1 : 1;
}

function operationOf(route: RouteDefinition, schemas: Schemas): Json {
  const status = route.status ?? (route.response || route.produces ? 200 : 204);
  return {
    operationId: route.id,
    summary: route.summary,
    tags: [route.id.split('.')[0]],
    'x-permission': route.permission,
    ...(route.permission === 'public' ? { security: [] } : {}),
    parameters: [
      ...parametersOf(route.params, 'path', schemas),
      ...parametersOf(route.query, 'query', schemas),
      ...parametersOf(route.headers, 'header', schemas),
    ],
    ...(route.body
      ? {
          requestBody: { required: true, content: { 'application/json': { schema: schemas.of(route.body, 'input') } } },
        }
      : {}),
    ...(route.upload
      ? { requestBody: { required: true, content: { 'multipart/form-data': { schema: uploadSchema } } } }
      : {}),
    responses: {
      [status]: { description: 'Done', ...contentOf(route, schemas) },
      default: {
        description: 'Refused',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

function contentOf(route: RouteDefinition, schemas: Schemas): Json {
  if (route.produces) return { content: { [route.produces]: { schema: { type: 'string' } } } };
  if (route.response) return { content: { 'application/json': { schema: schemas.of(route.response, 'output') } } };
  return {};
}

function parametersOf(schema: z.ZodObject | undefined, place: 'path' | 'query' | 'header', schemas: Schemas): Json[] {
  if (!schema) return [];
  return Object.entries(schema.shape).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path' || !(field instanceof z.ZodType && field.safeParse(undefined).success),
    schema: field instanceof z.ZodType ? schemas.of(field, 'input') : {},
  }));
}

/** JSON Schemas. What a contract names, by `.register(z.globalRegistry, { id: 'Campaign' })`, is said once and referred to. */
class Schemas {
  readonly #named = new Map<string, Json>();

  of(schema: z.ZodType, io: 'input' | 'output'): Json {
    const {
      $schema: _,
      $defs = {},
      ...rest
    } = z.toJSONSchema(schema, { io, unrepresentable: 'any', override: byFormat });
    for (const [id, definition] of Object.entries($defs)) this.#named.set(nameOf(id, io), refer(definition, io));
    return refer(rest, io);
  }

  named(): Record<string, Json> {
    return Object.fromEntries([...this.#named].toSorted(([one], [other]) => (one < other ? -1 : 1)));
  }
}

/** What may be left out when it is sent is always there in an answer, so one name stands for two schemas. */
function nameOf(id: string, io: 'input' | 'output'): string {
  return io === 'input' ? `${id}Input` : id;
}

function refer(schema: object, io: 'input' | 'output'): Json {
  const referring: unknown = JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
    key === '$ref' && typeof value === 'string'
      ? `#/components/schemas/${nameOf(value.replace('#/$defs/', ''), io)}`
      : value,
  );
  return referring as Json; // an object before and after
}

/** A format says what a pattern of two hundred characters would. */
function byFormat({ jsonSchema }: { jsonSchema: { format?: string | undefined; pattern?: string | undefined } }) {
  if (jsonSchema.format) delete jsonSchema.pattern;
}

const uploadSchema = { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } };

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail', 'requestId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable; branch on this' },
    detail: { type: 'string', description: 'What a person can do next' },
    requestId: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          path: { type: 'array', items: { type: 'string' } },
          message: { type: 'string' },
          line: { type: 'integer' },
          column: { type: 'integer' },
        },
      },
    },
    changed: {
      type: 'object',
      description: 'Of `conflict.changed`: who changed it since it was read, and when',
      properties: {
        by: { type: ['string', 'null'] },
        isYou: { type: 'boolean' },
        at: { type: 'string', format: 'date-time' },
      },
    },
    current: { description: 'Of `conflict.changed`: what is stored now, as this operation answers it' },
    usedBy: {
      type: 'array',
      description: 'What still refers to the thing to be deleted, 20 at most',
      items: {
        type: 'object',
        properties: { kind: { type: 'string' }, id: { type: 'string' }, name: { type: 'string' } },
      },
    },
  },
};
