import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import type { Json, JsonObject } from '@engagex/domain/events';
import type { Config } from '../../../config.ts';
import { CONFIG, LOGGER } from '../../../platform/tokens.ts';
import { answerJson, answerPreflight, answerProblem } from './answer.ts';
import { type EventSource, EventSources } from './event-sources.ts';
import { keyInBody, keyInHead } from './key-in-request.ts';
import { keyOfSettings, type Taking, takingOf } from './paths.ts';
import { readBody } from './read-body.ts';
import { Refusal } from './refusal.ts';
import { type EventResult, TakeEvents } from './take-events.ts';

/**
 * Everything below `/v1`, served by hand: what arrives is decided by the path and never by the content type, which clients set as browsers
 * let them, and every request is counted in microseconds.
 */
@Injectable()
export class EventsDoor implements OnModuleInit {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly log: Logger,
    private readonly http: HttpAdapterHost,
    private readonly database: DataSource,
    private readonly sources: EventSources,
    private readonly events: TakeEvents,
  ) {}

  onModuleInit(): void {
    const fastify: FastifyInstance | undefined = this.http.httpAdapter?.getInstance();
    fastify?.route({
      method: ['GET', 'POST', 'OPTIONS'],
      url: '/v1/*',
      onRequest: async (request, reply) => {
        reply.hijack();
        await this.#serve(request.raw, reply.raw, request.id);
      },
      handler: () => {}, // never reached
    });
  }

  /** Never rejects. */
  async #serve(request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void> {
    try {
      await this.#answer(request, response);
    } catch (error) {
      const err = answerProblem(request, response, error, requestId);
      if (err) this.log.error({ err, requestId }, 'events failed');
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = '', query = ''] = (request.url ?? '').split('?', 2);
    if (request.method === 'OPTIONS') return answerPreflight(response);
    const taking = takingOf(path);
    if (request.method === 'POST' && taking) return this.#take(request, response, taking, query);
    if (request.method === 'POST' && path === '/v1/m') return answerJson(response, 200, {}); // measurements of analytics-next
    if (request.method === 'GET' && path === '/v1/health') return this.#health(response);
    const key = request.method === 'GET' ? keyOfSettings(path) : null;
    if (key !== null) return this.#settings(response, key);
    if (taking) throw new Refusal(405, 'method.not-allowed', 'Send events with POST.');
    throw new Refusal(404, 'path.not-found', 'There is nothing at this URL.');
  }

  async #take(request: IncomingMessage, response: ServerResponse, taking: Taking, query: string): Promise<void> {
    const head = keyInHead(request, query);
    const known = head === null ? null : await this.sources.of(head);
    if (known) assertOrigin(known, request.headers.origin);
    const bytes = await readBody(request);
    const body = parse(bytes);
    const source = known ?? (await this.#sourceIn(body, request.headers.origin));
    const userAgent = request.headers['user-agent']?.slice(0, 500) ?? null;
    const results = await this.events.take({ body, size: bytes.length, userAgent }, taking, source);
    if (taking.form === 'batch') answerJson(response, 202, summary(results));
    else answerSingle(response, results[0]);
  }

  /** A beacon cannot set headers: its key is in the body. */
  async #sourceIn(body: Json, origin: string | undefined): Promise<EventSource> {
    const first = isObject(body) && Array.isArray(body['batch']) ? body['batch'][0] : undefined;
    const key = [body, first].map((each) => (isObject(each) ? keyInBody(each) : null)).find((each) => each !== null);
    if (!key)
      throw new Refusal(
        401,
        'api-key.required',
        'Send an API key: Authorization: Bearer, or Basic with the key as the user.',
      );
    const source = await this.sources.of(key);
    assertOrigin(source, origin);
    return source;
  }

  async #health(response: ServerResponse): Promise<void> {
    await this.database.query('select 1');
    answerJson(response, 200, { status: 'ok' });
  }

  async #settings(response: ServerResponse, key: string): Promise<void> {
    await this.sources.of(key);
    const { protocol, host } = new URL(this.config.PUBLIC_URL);
    const segment = { apiKey: key, apiHost: `${host}/v1`, protocol: protocol.slice(0, -1), type: 'browser' };
    answerJson(response, 200, {
      integrations: { 'Segment.io': segment },
      plan: {},
      edgeFunction: {},
      middlewareSettings: {},
      remotePlugins: [],
    });
  }
}

function parse(bytes: Buffer): Json {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- JSON.parse answers JSON
    return JSON.parse(bytes.toString('utf8')) as Json;
  } catch (error) {
    const where = error instanceof Error ? ` ${error.message.slice(0, 120)}` : '';
    throw new Refusal(400, 'events.invalid-json', `The body is not valid JSON.${where}`, {
      errors: [{ path: ['body'], message: 'This is not valid JSON.' }],
    });
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Stops accidents such as a key copied to another site. A program that is not a browser sends what it likes, or nothing. */
function assertOrigin({ isSecret, origins }: EventSource, origin: string | undefined): void {
  if (isSecret || origins.length === 0 || origin === undefined || origins.includes(origin)) return;
  throw new Refusal(403, 'api-key.origin', 'This key is not accepted from this web page. Add its origin to the key.');
}

function answerSingle(response: ServerResponse, result: EventResult | undefined): void {
  if (result?.status !== 'rejected') return answerJson(response, 202, result);
  const { field, message, code } = result;
  if (code) throw new Refusal(402, code, message);
  throw new Refusal(400, 'events.invalid', message, { errors: [{ path: field.split('.'), message }] });
}

function summary(results: readonly EventResult[]) {
  const rejected = results.filter(({ status }) => status === 'rejected').length;
  return { accepted: results.length - rejected, rejected, results };
}
