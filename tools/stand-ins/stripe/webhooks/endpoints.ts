import type { Stripe } from 'stripe';
import { pageOf } from '../protocol/page.ts';
import { invalid } from '../protocol/refusal.ts';
import { route } from '../protocol/routes.ts';
import { changed, changedMetadata, get, type World } from '../world/world.ts';

export const webhookEndpointRoutes = [
  route('GET /v1/webhook_endpoints/{id}', (world, _: object, id) =>
    get(world.webhookEndpoints, 'webhook endpoint', id),
  ),
  route('POST /v1/webhook_endpoints/{id}', updateEndpoint),
  route('DELETE /v1/webhook_endpoints/{id}', (world, _: object, id = ''): Stripe.DeletedWebhookEndpoint => {
    get(world.webhookEndpoints, 'webhook endpoint', id);
    world.webhookEndpoints.delete(id);
    return { id, object: 'webhook_endpoint', deleted: true };
  }),
  route('GET /v1/webhook_endpoints', (world, params: Stripe.WebhookEndpointListParams) =>
    pageOf(world.webhookEndpoints.values(), '/v1/webhook_endpoints', params),
  ),
];

/** Its secret is told once, to whoever made it. */
export function webhookEndpointCreation(secrets: Map<string, readonly string[]>) {
  return route('POST /v1/webhook_endpoints', (world, params: Stripe.WebhookEndpointCreateParams) => {
    const endpoint = createEndpoint(world, params);
    const secret = world.nextId('whsec', 32);
    secrets.set(endpoint.id, [secret]);
    return { ...endpoint, secret } satisfies Stripe.WebhookEndpoint;
  });
}

export function createEndpoint(world: World, params: Stripe.WebhookEndpointCreateParams): Stripe.WebhookEndpoint {
  if (!URL.canParse(params.url)) throw invalid('Invalid URL: An explicit scheme must be provided.', { param: 'url' });
  const endpoint: Stripe.WebhookEndpoint = {
    id: world.nextId('we'),
    object: 'webhook_endpoint',
    api_version: params.api_version ?? null,
    application: null,
    created: world.now(),
    description: params.description || null,
    enabled_events: [...params.enabled_events],
    livemode: false,
    metadata: changedMetadata(null, params.metadata),
    status: 'enabled',
    url: params.url,
  };
  world.webhookEndpoints.set(endpoint.id, endpoint);
  return endpoint;
}

function updateEndpoint(world: World, params: Stripe.WebhookEndpointUpdateParams, id = ''): Stripe.WebhookEndpoint {
  const endpoint = get(world.webhookEndpoints, 'webhook endpoint', id);
  if (params.disabled !== undefined) endpoint.status = params.disabled ? 'disabled' : 'enabled';
  if (params.enabled_events) endpoint.enabled_events = [...params.enabled_events];
  endpoint.url = params.url ?? endpoint.url;
  endpoint.description = changed(endpoint.description, params.description);
  endpoint.metadata = changedMetadata(endpoint.metadata, params.metadata);
  return endpoint;
}
