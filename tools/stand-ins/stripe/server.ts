/**
 * Stands in for Stripe where it cannot be reached: speaks its API as the package `stripe` does, keeps customers,
 * subscriptions and invoices as it would, sends signed webhooks, and has pages to pay on. No money moves.
 * https://docs.stripe.com/api
 */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Stripe } from 'stripe';
import { complete, type Filled } from './checkout/complete.ts';
import { authenticate } from './invoices/authenticate.ts';
import { declinesOf } from './payments/charge.ts';
import { DECLINES } from './payments/cards.ts';
import { listenToThinEvents, notificationOf } from './meters/error-reports.ts';
import type { PageAnswer } from './pages/answer.ts';
import { servePage } from './pages/serve.ts';
import { type Call, createApi } from './protocol/api.ts';
import { createFaults } from './protocol/faults.ts';
import type { Answer } from './protocol/idempotency.ts';
import type { Memory } from './protocol/memory.ts';
import { ROUTES } from './routes.ts';
import { followPayments } from './subscriptions/settle.ts';
import { catchUp } from './time/clock.ts';
import { createDeliveries } from './webhooks/deliveries.ts';
import { createEndpoint, webhookEndpointCreation } from './webhooks/endpoints.ts';
import { createRetries, isTaken } from './webhooks/retries.ts';
import { sendSigned } from './webhooks/send.ts';
import { createWorld, type Dunning, get } from './world/world.ts';

export interface StripeOptions {
  readonly apiKey?: string;
  readonly port?: number;
  /** The same seed makes the same IDs. */
  readonly seed?: string;
  /** The time of everything that is on no test clock. */
  readonly now?: () => Date;
  /** Endpoints that are there from the beginning; several secrets are what there is while one is replaced. */
  readonly webhooks?: readonly {
    readonly url: string;
    readonly secrets: readonly string[];
    readonly events?: readonly Stripe.WebhookEndpointCreateParams.EnabledEvent[];
  }[];
  /** Where thin events go, which have secrets of their own. */
  readonly thinWebhooks?: readonly { readonly url: string; readonly secrets: readonly string[] }[];
  readonly retryWebhooksAfterMs?: readonly number[];
  readonly dunning?: Dunning;
  readonly customersPerClock?: number;
  /** Outlives the process: what was asked before is asked again at the start, with the same `seed` and `port`. */
  readonly memory?: Memory;
  /** What `/health/ready` says that it is; null while it is not ready. */
  readonly instance?: () => string | null;
}

export const STAND_IN_KEY = 'sk_test_standin';

/** Listens on loopback. */
export async function startStripe(options: StripeOptions = {}) {
  let url = '';
  let past: number | null = null;
  let replayed: number | null = null;
  const realNow = () => replayed ?? Math.floor((options.now?.() ?? new Date()).getTime() / 1000);
  const world = createWorld({
    seed: options.seed ?? randomBytes(8).toString('hex'),
    now: () => past ?? realNow(),
    url: () => url,
    dunning: options.dunning ?? { retryAfterDays: [3, 5, 7], finally: 'cancel' },
    customersPerClock: options.customersPerClock ?? 3,
  });
  followPayments(world);
  const retries = createRetries(options.retryWebhooksAfterMs ?? [1000, 5000, 30_000, 300_000]);
  const deliveries = createDeliveries(world, retries);
  for (const { url: to, secrets, events } of options.webhooks ?? []) {
    const endpoint = createEndpoint(world, { url: to, enabled_events: [...(events ?? (['*'] as const))] });
    deliveries.secrets.set(endpoint.id, secrets);
  }
  listenToThinEvents(world, (event) => {
    for (const { url: to, secrets } of options.thinWebhooks ?? [])
      retries.keepTrying(() => sendSigned(to, notificationOf(event), secrets).then(isTaken));
  });
  const faults = createFaults();
  const api = createApi(
    world,
    [...ROUTES, webhookEndpointCreation(deliveries.secrets)],
    options.apiKey ?? STAND_IN_KEY,
  );
  const calls: { readonly method: string; readonly path: string; readonly status: number }[] = [];

  let broughtUpTo = 0;
  /** What is due lies at least a second ahead of whatever makes it due, so once for each second is enough. */
  function bringUpToDate(): void {
    const at = realNow();
    if (at === broughtUpTo) return;
    catchUp(world, at, (moment) => (past = moment));
    past = null;
    broughtUpTo = at;
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      respond(response, 500, { error: { type: 'api_error', message: String(error) } });
    });
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname: path, search } = new URL(request.url ?? '/', url);
    const method = request.method ?? 'GET';
    const body = await text(request);
    const fault = faults.take(method, path);
    if (fault?.kind === 'lost_after') await faults.hold(fault.until);
    if (fault?.kind === 'lost' || fault?.kind === 'lost_after') return void response.destroy();
    if (fault?.kind === 'status') {
      calls.push({ method, path, status: fault.status });
      const type = fault.status === 429 ? 'rate_limit_error' : 'api_error';
      return respond(response, fault.status, { error: { type, message: 'A fault that a test asked for.' } });
    }
    if (path === '/health/ready' && options.instance) return respond(response, 200, { instance: options.instance() });
    const call = { method, path, query: search.slice(1), body, headers: request.headers };
    if (method !== 'GET') options.memory?.keep({ ...call, at: realNow() });
    const answer = await perform(call, fault?.kind === 'held' ? () => faults.hold(fault.until) : null);
    if (fault?.kind === 'answer_lost_after') await faults.hold(fault.until);
    if (fault?.kind === 'answer_lost' || fault?.kind === 'answer_lost_after') return void response.destroy();
    response.writeHead(answer.status, { ...answer.headers }).end(answer.body);
  }

  async function perform(call: Call, wait: (() => Promise<unknown>) | null = null): Promise<Answer | PageAnswer> {
    bringUpToDate();
    const { method, path, body } = call;
    const shown = servePage(world, method, path, body);
    if (shown) return shown;
    const answer = await api.answer(call, wait);
    calls.push({ method, path, status: answer.status });
    return { ...answer, headers: { 'content-type': 'application/json', ...answer.headers } };
  }

  /** Events of that time are told to nobody again; what had not arrived is found in the list of events. */
  async function remember({ past: asked }: Memory): Promise<void> {
    deliveries.withhold();
    for (const { at, ...call } of asked) {
      replayed = at;
      await perform(call);
    }
    replayed = null;
    deliveries.release();
  }

  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on TCP
  if (options.memory) await remember(options.memory);

  return {
    url,
    apiKey: options.apiKey ?? STAND_IN_KEY,
    /** Everything it knows, to look at. */
    world,
    webhooks: deliveries,
    faults,
    /** What was asked, the oldest first. */
    calls: calls as readonly { readonly method: string; readonly path: string; readonly status: number }[],
    /** From now on charges to a payment method, or to any of a customer, are declined. */
    decline: (id: string, reason: keyof typeof DECLINES = 'generic'): void =>
      void declinesOf(world).set(id, DECLINES[reason]),
    accept: (id: string): void => void declinesOf(world).delete(id),
    /** Somebody pays on the page of a session; throws what the page would show. */
    completeCheckout: (id: string, filled: Filled = { card: 'pm_card_visa' }): Stripe.Checkout.Session => {
      bringUpToDate();
      return complete(world, get(world.checkoutSessions, 'checkout.session', id), filled);
    },
    /** The customer answers their bank, so an invoice that waits for it is charged again. */
    authenticate: (invoiceId: string): void => {
      bringUpToDate();
      authenticate(world, get(world.invoices, 'invoice', invoiceId));
    },
    bringUpToDate,
    stop: async (): Promise<void> => {
      retries.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function respond(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body, null, 2));
}
