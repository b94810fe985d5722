/** One call of the API: who asks, for what, with which parameters, and whether it was asked before. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { World } from '../world/world.ts';
import { MixedForm, readForm } from './form.ts';
import { createIdempotency, type Answer } from './idempotency.ts';
import { checkParameters, parameterList } from './parameters.ts';
import { present } from './present.ts';
import { invalid, Refusal } from './refusal.ts';
import { matchRoute, type Route } from './routes.ts';
import { watchReading } from './unread.ts';

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: string;
  readonly headers: IncomingMessage['headers'];
}

export function createApi(world: World, routes: readonly Route[], apiKey: string) {
  const idempotency = createIdempotency();
  const unlisted = routes.find(({ name }) => parameterList.routes[withListedNames(name)] === undefined);
  if (unlisted) throw new Error(`Stripe's package knows no ${unlisted.name}.`);

  /** `wait` is what a test wants to happen between taking the key and doing what was asked. */
  async function answer(call: Call, wait: (() => Promise<unknown>) | null): Promise<Answer> {
    // Reading changes nothing, not even the IDs that come next.
    const requestId = call.method === 'GET' ? `req_${randomBytes(7).toString('hex')}` : world.nextId('req', 14);
    const key = call.method === 'POST' ? headerOf(call, 'idempotency-key') : null;
    const headers = { 'request-id': requestId, ...(key !== null && { 'idempotency-key': key }) };
    const say = (status: number, body: unknown): Answer => ({ status, headers, body: JSON.stringify(body, null, 2) });
    let isTaken = false;
    const progress = { hasBegun: false };
    try {
      checkCaller(call, apiKey);
      if (key !== null) {
        const known = idempotency.take(key, call.method, call.path, call.body, world.now());
        if (known) return { ...known, headers: { ...known.headers, 'idempotent-replayed': 'true' } };
        isTaken = true;
      }
      if (wait) await wait();
      const done = say(200, perform(call, requestId, key, progress));
      if (key !== null) idempotency.answered(key, done);
      return done;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const refused = say(error.status, error.toBody(requestId));
      // Whatever was begun is answered in the same way again; what was refused before may come with other parameters.
      if (key !== null && isTaken && progress.hasBegun) idempotency.answered(key, refused);
      else if (key !== null && isTaken) idempotency.release(key);
      return refused;
    }
  }

  function perform(
    call: Call,
    requestId: string,
    idempotencyKey: string | null,
    progress: { hasBegun: boolean },
  ): unknown {
    const match = matchRoute(routes, call.method, call.path);
    if (!match) throw unknownUrl(call);
    const params = checkParameters(withListedNames(match.route.name), formOf(call));
    const { watched, check } = watchReading(params);
    progress.hasBegun = true;
    const expand = (params['expand'] ?? []) as readonly string[]; // the list of parameters says so
    return world.events.during({ id: requestId, idempotencyKey }, () => {
      const object = match.route.answer(world, watched as never, ...match.ids); // checked against the same types
      check();
      return present(object, expand, world.find);
    });
  }

  return { answer };
}

/** The list has the names that the package gives to IDs, which say nothing to anybody else. */
const namesOnList = new Map(Object.keys(parameterList.routes).map((name) => [name.replaceAll(/\{\w+\}/g, '{}'), name]));

function withListedNames(name: string): string {
  return namesOnList.get(name.replaceAll(/\{\w+\}/g, '{}')) ?? name;
}

function formOf({ method, query, body, headers }: Call) {
  try {
    if (method !== 'POST') return readForm(query);
    const type = headers['content-type'] ?? '';
    if (body !== '' && !type.startsWith('application/x-www-form-urlencoded'))
      throw invalid(`Invalid request: Content-Type must be application/x-www-form-urlencoded, not ${type}.`);
    return readForm(query === '' ? body : `${query}&${body}`);
  } catch (error) {
    if (error instanceof MixedForm) throw invalid(error.message, { param: error.param });
    throw error;
  }
}

function headerOf({ headers }: Call, name: string): string | null {
  const value = headers[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

function checkCaller(call: Call, apiKey: string): void {
  const key = keyOf(call.headers.authorization ?? '');
  if (key === null)
    throw unauthorized(
      'You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer ' +
        "auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    );
  if (key !== apiKey) throw unauthorized(`Invalid API Key provided: ${masked(key)}`);
  const version = headerOf(call, 'stripe-version');
  if (version !== null && version !== parameterList.apiVersion)
    throw invalid(
      `Invalid Stripe API version: ${version}. The stand-in speaks ${parameterList.apiVersion}, as the package does.`,
    );
  const idempotencyKey = headerOf(call, 'idempotency-key');
  if (idempotencyKey !== null && idempotencyKey.length > 255)
    throw invalid('Idempotency keys can be up to 255 characters long.', { param: 'idempotency_key' });
}

/** As a bearer, or as the user of basic authentication. */
function keyOf(authorization: string): string | null {
  const [scheme = '', value = ''] = authorization.split(' ');
  if (scheme.toLowerCase() === 'bearer' && value !== '') return value;
  if (scheme.toLowerCase() !== 'basic') return null;
  return Buffer.from(value, 'base64').toString().split(':')[0] || null;
}

function unauthorized(message: string): Refusal {
  return new Refusal(401, { type: 'invalid_request_error', message });
}

function masked(key: string): string {
  return key.length <= 12 ? '*'.repeat(key.length) : `${key.slice(0, 8)}${'*'.repeat(key.length - 12)}${key.slice(-4)}`;
}

function unknownUrl({ method, path }: Call): Refusal {
  const message = `Unrecognized request URL (${method}: ${path}). Please see https://stripe.com/docs.`;
  return new Refusal(404, { type: 'invalid_request_error', message });
}
