import { randomUUID } from 'node:crypto';
import express, { type Express, type RequestHandler } from 'express';
import pg from 'pg';
import { pino, type Logger } from 'pino';
import { dnsPageRoutes } from '@engagex/domain/domains';
import {
  errorForLog,
  ErrorReports,
  HttpMetrics,
  Metrics,
  productVersion,
  Recent,
  reportProcess,
  Sampled,
} from '@engagex/telemetry';
import { ApiClient } from './auth/api-client.ts';
import { authRoutes } from './auth/auth.routes.ts';
import type { Config } from './config.ts';
import { Providers } from './auth/oidc/providers.ts';
import { database } from './limits.ts';
import { answerAsk } from './link-hosts/ask.ts';
import { KnownHosts } from './link-hosts/known-hosts.ts';
import { LinkCertificates } from './link-hosts/link-certificates.ts';
import { namesHost, onlyLinksAt } from './link-hosts/only-links.ts';
import { LiveHub } from './live/live-hub.ts';
import { liveForKey, liveForSession } from './live/live-routes.ts';
import { pageErrors } from './metrics/page-errors.ts';
import { measureRequests, routeOf } from './metrics/request-metrics.ts';
import { ApiProxy, identify } from './proxy/api-proxy.ts';
import { IdentitySigner } from './proxy/identity.ts';
import { csrfGuard } from './security/csrf.ts';
import { securityHeaders } from './security/headers.ts';
import { problemHandler, sendProblem } from './security/problem.ts';
import { authLimits, dnsPageLimits, formLimits, hookLimit, pruneRateLimits } from './security/rate-limits.ts';
import { dnsPage } from './proxy/dns-page.ts';
import { KeyRates } from './proxy/key-rates.ts';
import { keyRequests } from './proxy/key-requests.ts';
import { SignInDelays } from './security/sign-in-delays.ts';
import { OwnSessions } from './session/own-sessions.ts';
import { Readiness } from './readiness.ts';
import { Lookups } from './security/lookups.ts';
import { cookieName, sessions } from './session/session.ts';
import { sdkScript } from './web/sdk-script.ts';
import { webApp } from './web/web-app.ts';

const pruneEveryMs = 10 * 60_000;

export interface Bff {
  readonly app: Express;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Writes from now on that this process is running, for operators. */
  startReporting(): void;
  /** Of link hosts, for a server that speaks HTTPS. */
  readonly certificates: LinkCertificates;
  /** Says from now on that it is not ready, and ends each connection with its next answer. */
  drain(): void;
  /** Ends what never ends on its own, so that the server can close. */
  endStreams(): void;
  close(): Promise<void>;
}

/** The only thing browsers talk to: it holds the sessions, guards them, and passes the rest on to the API. */
export function createBff(config: Config): Bff {
  const log = pino({ level: config.LOG_LEVEL, base: null, serializers: { err: errorForLog } });
  const pool = new pg.Pool({
    connectionString: config.DATABASE_URL,
    max: database.connections,
    connectionTimeoutMillis: database.connectMs,
    application_name: 'engagex bff',
    keepAlive: true,
  });
  pool.on('error', (err) => log.warn({ err }, 'database connection failed'));
  const signer = new IdentitySigner(config.INTERNAL_SECRET);
  const session = sessions(pool, config);
  const client = new ApiClient(config.API_URL, signer, 'auth');
  const liveClient = new ApiClient(config.API_URL, signer, 'live');
  const linkClient = new ApiClient(config.API_URL, signer, 'links');
  const keyRates = new KeyRates(linkClient);
  const knownHosts = new KnownHosts(linkClient);
  const delays = new SignInDelays(pool, config.SIGN_IN_LIMIT);
  const api = new ApiProxy(config, log);
  const lookups = new Lookups(cookieName(config.PUBLIC_URL.startsWith('https://')));
  const hub = new LiveHub({ config, pool, client: liveClient, signer, log });
  const health = new Readiness({ pool, places: [api, client, linkClient, lookups], hub, apiUrl: config.API_URL });

  let isDraining = false;
  const metrics = new Metrics('bff', productVersion);
  metrics.gauge({
    name: 'engagex_sse_streams',
    help: 'Open pages and programs that are told of changes.',
    read: () => [{ value: hub.streams }],
  });
  metrics.gauge({
    name: 'engagex_database_pool_waiting',
    help: 'Work that waits for a connection.',
    read: () => [{ value: pool.waitingCount }],
  });
  metrics.gauge({
    name: 'engagex_ready',
    help: 'Whether the process can do its work, as /health/ready says.',
    read: async () => [{ value: (await health.problem()) === null ? 1 : 0 }],
  });
  const http = new HttpMetrics(metrics);
  const reports = reportsOf(config, log);
  const recent = new Recent(reports);

  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', config.TRUSTED_PROXIES);
  const routine = new Sampled();
  app.use(measureRequests(http, recent));
  app.use((request, response, next) => {
    const requestId = randomUUID();
    response.locals['requestId'] = requestId;
    response.setHeader('x-request-id', requestId);
    if (isDraining) response.setHeader('connection', 'close');
    const started = performance.now();
    response.on('finish', () => {
      if (request.path.startsWith('/health/')) return; // asked all the time, and says itself what is wrong
      const { statusCode: status } = response;
      const route = routeOf(request, status);
      const line = { requestId, method: request.method, route, status, ms: Math.round(performance.now() - started) };
      if (status >= 500) log.error(line, 'request');
      else if (status < 400) log.debug(line, 'request');
      else {
        const sample = routine.next(`${request.method} ${route} ${status}`);
        if (sample) log.info(sample.skipped > 0 ? { ...line, ...sample } : line, 'request');
      }
    });
    next();
  });
  app.get('/health/live', (_request, response) => void response.json({ status: 'ok' }));
  app.get('/health/ready', async (_request, response) => {
    const problem = await health.problem();
    if (isDraining)
      sendProblem(response, { status: 503, code: 'health.stopping', detail: 'This process is stopping.' });
    else if (problem) sendProblem(response, { status: 503, code: 'health.unready', detail: problem });
    else response.json({ status: 'ok', instance: config.INSTANCE_ID });
  });
  app.get('/link-hosts/ask', answerAsk(knownHosts, config));
  app.use(onlyImagesAt(config), onlyLinksAt(knownHosts, config));
  app.get('/.well-known/acme-challenge/:token', api.passTracking);
  app.get('/.well-known/engagex/:nonce', namesHost, api.passTracking);
  app.all('/v1/{*path}', api.passEvents); // from pages of any site, without a cookie
  app.use(securityHeaders({ isHttps: config.PUBLIC_URL.startsWith('https://') }), csrfGuard(config.PUBLIC_URL));
  app.use(
    '/auth',
    noStore,
    ...lookups.inTurn(session.handlers),
    authRoutes({
      api: client,
      limits: authLimits(pool, config),
      delays,
      ownSessions: new OwnSessions(pool),
      providers: new Providers(config, client),
      log,
    }),
  );
  app.use((request, response, next) => {
    if (!request.path.startsWith('/api/')) return next();
    noStore(request, response, next);
  });
  app.post('/errors', ...pageErrors({ pool, log, reports, recent }));
  app.get(dnsPageRoutes.get.path, ...dnsPageLimits(pool), dnsPage(client));
  const withKey = (pass: RequestHandler) => keyRequests({ pool, config, lookups, rates: keyRates }, pass);
  const known = [...lookups.inTurn(session.handlers), identify(signer)];
  app.all('/api/live', (request, response, next) => {
    if (request.method === 'GET') return next();
    response.setHeader('allow', 'GET');
    sendProblem(response, { status: 405, code: 'method.not-allowed', detail: 'Only GET is allowed here.' });
  });
  app.get('/api/live', ...withKey(liveForKey(hub)), ...known, liveForSession(hub));
  app.all('/api/{*path}', ...withKey(api.passApi), ...known, api.passApi);
  app.post('/f/:id', ...formLimits(pool, config));
  app.all('/i/{*path}', api.passImages);
  app.all('/t/{*path}', api.passTracking);
  app.all('/u/{*path}', api.passUnsubscribing);
  app.all('/f/{*path}', api.passForms);
  app.post('/hooks/:provider/:id', hookLimit(pool, config), api.passHooks);
  app.post(['/webhooks/stripe', '/webhooks/stripe/meters'], hookLimit(pool, config), api.passHooks);
  app.use('/auth', (_request, response) => notFound(response));
  app.use(sdkScript(config.SDK_DIR));
  app.use(webApp(config.WEB_DIR));
  app.use((_request, response) => notFound(response));
  app.use(problemHandler(log, recent));

  const pruning = setInterval(
    () =>
      void Promise.all([pruneRateLimits(pool), delays.prune()]).catch((err: unknown) =>
        log.warn({ err }, 'could not prune'),
      ),
    pruneEveryMs,
  );
  let endReporting = async () => {};
  return {
    app,
    log,
    metrics,
    certificates: new LinkCertificates(linkClient),
    drain: () => void (isDraining = true),
    startReporting() {
      endReporting = reportProcess({
        name: 'bff',
        version: productVersion,
        recent,
        query: (sql, parameters) => pool.query(sql, parameters),
      });
    },
    endStreams: () => hub.close(),
    async close() {
      clearInterval(pruning);
      hub.close();
      health.close();
      for (const connections of [api, client, linkClient, liveClient]) connections.close();
      session.close();
      await endReporting();
      await pool.end();
    },
  };
}

function reportsOf({ ERRORS_DSN: dsn, NODE_ENV }: Config, log: Logger): ErrorReports | null {
  if (!dsn) return null;
  const onProblem = (problem: string) => log.warn({ problem }, 'an error could not be reported');
  return new ErrorReports({ dsn, process: 'bff', version: productVersion, environment: NODE_ENV, onProblem });
}

/** A host of its own for images serves nothing else: what somebody opens there is not this application. */
function onlyImagesAt({ IMAGES_URL, PUBLIC_URL }: Config): express.RequestHandler {
  const host = IMAGES_URL && new URL(IMAGES_URL).host;
  const isOwn = host !== undefined && host !== new URL(PUBLIC_URL).host;
  return (request, response, next) => {
    if (isOwn && request.headers.host === host && !request.path.startsWith('/i/')) notFound(response);
    else next();
  };
}

const noStore: express.RequestHandler = (_request, response, next) => {
  response.setHeader('cache-control', 'no-store');
  next();
};

function notFound(response: express.Response): void {
  sendProblem(response, { status: 404, code: 'path.not-found', detail: 'There is nothing at this URL.' });
}
