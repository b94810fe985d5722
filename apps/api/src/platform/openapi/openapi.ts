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
    const paths: Record<string, Json> = {};
    for (const route of this.routes().filter(({ path }) => path.startsWith('/api/'))) {
      const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
      paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) };
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
        schemas: { Problem: problemSchema },
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

function operationOf(route: RouteDefinition): Json {
  const status = route.status ?? (route.response || route.produces ? 200 : 204);
  return {
    operationId: route.id,
    summary: route.summary,
    tags: [route.id.split('.')[0]],
    'x-permission': route.permission,
    parameters: [
      ...parametersOf(route.params, 'path'),
      ...parametersOf(route.query, 'query'),
      ...parametersOf(route.headers, 'header'),
    ],
    ...(route.body
      ? { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(route.body, 'input') } } } }
      : {}),
    ...(route.upload
      ? { requestBody: { required: true, content: { 'multipart/form-data': { schema: uploadSchema } } } }
      : {}),
    responses: {
      [status]: { description: 'Done', ...contentOf(route) },
      default: {
        description: 'Refused',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

function contentOf(route: RouteDefinition): Json {
  if (route.produces) return { content: { [route.produces]: { schema: { type: 'string' } } } };
  if (route.response) return { content: { 'application/json': { schema: schemaOf(route.response, 'output') } } };
  return {};
}

function parametersOf(schema: z.ZodObject | undefined, place: 'path' | 'query' | 'header'): Json[] {
  if (!schema) return [];
  return Object.entries(schema.shape).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path' || !(field instanceof z.ZodType && field.safeParse(undefined).success),
    schema: field instanceof z.ZodType ? schemaOf(field, 'input') : {},
  }));
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}

const uploadSchema = { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } };

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail', 'requestId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable; switch on this' },
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
      description: 'What refers to something that was to be deleted, 20 at most',
      items: {
        type: 'object',
        properties: { kind: { type: 'string' }, id: { type: 'string' }, name: { type: 'string' } },
      },
    },
  },
};
