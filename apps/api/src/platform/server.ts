import multipart from '@fastify/multipart';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import { Sampled, serveMetrics, unmatched } from '@engagex/telemetry';
import { type Config, drainMsOf, finishMsOf } from '../config.ts';
import { drainOnSignals, endConnectionsWhileDraining } from './draining.ts';
import { Json } from './http/json-rows.ts';
import { ProcessMetrics } from './metrics/process-metrics.ts';
import { ProcessReports } from './metrics/process-reports.ts';
import { CONFIG, LOGGER } from './tokens.ts';

const maxBodyBytes = 4 * 1024 * 1024;
/** BFFs, who have received a body before they pass it on, keep some hundred connections each. */
const limits = {
  connections: 2_000,
  headersMs: 10_000,
  requestMs: 15 * 60_000,
  // Callers are told, and give up idle connections a second before: within the usual time to drain none is left on which a
  // request could arrive while it is cut.
  idleMs: 4_000,
} as const;

/** A process that is made of all modules and serves one part besides its health. */
type Part = 'health' | 'events';

const saysOf: Readonly<Record<Part, string>> = {
  health: 'A worker serves its health only.',
  events: 'This process takes events only.',
};

/** Builds the HTTP application around a module; the caller listens. */
export async function createServer(
  module: object,
  options: { maxUploadBytes: number; only?: Part },
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: maxBodyBytes,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.idleMs,
    http: {
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      connectionsCheckingInterval: 1_000,
    },
    genReqId: (request: IncomingMessage) => requestIdOf(request.headers['x-request-id']),
    routerOptions: { maxParamLength: 300 },
    logger: false,
  });
  allowLargerBodies(adapter);
  takeBytes(adapter);
  adapter.getInstance().setReplySerializer((answer) => (answer instanceof Json ? answer.text : JSON.stringify(answer)));
  if (options.only) serveOnly(options.only, adapter);
  adapter.getInstance().server.maxConnections = limits.connections;
  const app = await NestFactory.create<NestFastifyApplication>(module as never, adapter, { logger: ['error', 'warn'] });
  measureRequests(app);
  await app.register(multipart, { limits: { files: 1, fileSize: options.maxUploadBytes, fields: 10, parts: 11 } });
  logRequests(app);
  boundClosing(app);
  endConnectionsWhileDraining(app);
  return app;
}

/** Listens and says so, until it is told to stop; `PORT` 0 takes any free port. */
export async function listen(app: NestFastifyApplication, config: Config, name: string): Promise<void> {
  // A worker is not asked for anything by a balancer: it stops taking work at once.
  drainOnSignals(app, name === 'worker' ? 0 : drainMsOf(config));
  await app.listen(config.PORT, config.HOST);
  if (config.METRICS_PORT !== undefined)
    await serveMetrics(app.get(ProcessMetrics).page, { port: config.METRICS_PORT, host: config.METRICS_HOST });
  app.get(ProcessReports).start();
  app.get<Logger>(LOGGER).info({ url: await app.getUrl() }, `${name} is ready`);
}

/** Every process is made of the same modules as the API; nobody calls the others there. */
function serveOnly(part: Part, adapter: FastifyAdapter): void {
  adapter.getInstance().addHook('onRequest', async (request, reply) => {
    const path = request.routeOptions.url ?? '';
    if (path.startsWith('/health/') || path === '/metrics') return;
    if (part === 'events' && path.startsWith('/v1/')) return;
    await reply.code(404).type('application/problem+json').send({
      type: 'about:blank',
      title: saysOf[part],
      status: 404,
      code: 'path.not-found',
      detail: saysOf[part],
      requestId: request.id,
    });
  });
}

/** A route of the contract says itself when its body may be larger than usual (`bodyBytes`). */
function allowLargerBodies(adapter: FastifyAdapter): void {
  adapter.getInstance().addHook('onRoute', (route) => {
    const config: object = route.config ?? {};
    if ('bodyBytes' in config && typeof config.bodyBytes === 'number') route.bodyLimit = config.bodyBytes;
  });
}

const bytesType = 'application/octet-stream';

/** Where a handler takes bytes (`takesBytes`), they come as they are: a body that was read and written again has lost its signature. */
function takeBytes(adapter: FastifyAdapter): void {
  const fastify = adapter.getInstance();
  fastify.addContentTypeParser(bytesType, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  fastify.addHook('onRequest', async (request) => {
    const config: object = request.routeOptions.config;
    const takesBytes = 'takesBytes' in config && config.takesBytes === true;
    if (takesBytes) request.headers['content-type'] = bytesType;
    else if (request.headers['content-type']?.startsWith(bytesType))
      request.headers['content-type'] = 'application/x-unknown';
  });
}

/** Requests under way are finished; a connection that is still open after that is cut, or it could hold up the end. */
function boundClosing(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  const finishMs = finishMsOf(app.get<Config>(CONFIG));
  fastify.addHook('preClose', (done) => {
    setTimeout(() => fastify.server.closeAllConnections(), finishMs).unref();
    done();
  });
}

/** By the template of the route, so that what anybody makes up of addresses becomes no series. */
function measureRequests(app: NestFastifyApplication): void {
  const { http, recent } = app.get(ProcessMetrics);
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onResponse', async (request, reply) => {
      const route = request.routeOptions.url ?? unmatched;
      if (route.startsWith('/health/')) return; // asked all the time, and no measure of anything
      const type = reply.getHeader('content-type');
      const isStream = typeof type === 'string' && type.startsWith('text/event-stream');
      const { method } = request;
      http.note({ method, route, status: reply.statusCode, seconds: reply.elapsedTime / 1000, isStream });
      if (!isStream && route !== unmatched) recent.answered(method, route, reply.elapsedTime);
    });
}

/** By route: paths hold tokens of recipients, queries addresses. Of refusals, which come by the thousand, some are written. */
function logRequests(app: NestFastifyApplication): void {
  const log = app.get<Logger>(LOGGER);
  const routine = new Sampled();
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onResponse', async (request, reply) => {
      if (request.url.startsWith('/health/')) return; // asked all the time, and says itself what is wrong
      const route = request.routeOptions.url ?? unmatched;
      const { method, id: requestId } = request;
      const line = { requestId, method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) };
      if (reply.statusCode >= 500) log.error(line, 'request');
      else if (reply.statusCode < 400) log.debug(line, 'request');
      else {
        const sample = routine.next(`${method} ${route} ${reply.statusCode}`);
        if (sample) log.info(sample.skipped > 0 ? { ...line, ...sample } : line, 'request');
      }
    });
}

function requestIdOf(header: string | string[] | undefined): string {
  return typeof header === 'string' && /^[\w-]{8,64}$/.test(header) ? header : randomUUID();
}
