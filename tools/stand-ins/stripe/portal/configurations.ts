import type { Stripe } from 'stripe';
import { pageOf } from '../protocol/page.ts';
import { route } from '../protocol/routes.ts';
import { changed, changedMetadata, get, type World } from '../world/world.ts';

export const portalConfigurationRoutes = [
  route('POST /v1/billing_portal/configurations', (world, params: Stripe.BillingPortal.ConfigurationCreateParams) =>
    createConfiguration(world, params),
  ),
  route('GET /v1/billing_portal/configurations/{id}', (world, _: object, id) =>
    get(world.portalConfigurations, 'configuration', id),
  ),
  route('POST /v1/billing_portal/configurations/{id}', updateConfiguration),
  route('GET /v1/billing_portal/configurations', (world, params: Stripe.BillingPortal.ConfigurationListParams) => {
    const { active, is_default: isDefault } = params;
    const all = [...world.portalConfigurations.values()].filter(
      (one) =>
        (active === undefined || one.active === active) && (isDefault === undefined || one.is_default === isDefault),
    );
    return pageOf(all, '/v1/billing_portal/configurations', params);
  }),
];

type Params = Stripe.BillingPortal.ConfigurationCreateParams;

export function createConfiguration(
  world: World,
  params: Params,
  isDefault = false,
): Stripe.BillingPortal.Configuration {
  const at = world.now();
  const { business_profile: profile = {} } = params;
  const configuration: Stripe.BillingPortal.Configuration = {
    id: world.nextId('bpc'),
    object: 'billing_portal.configuration',
    active: true,
    application: null,
    business_profile: {
      headline: profile.headline || null,
      privacy_policy_url: profile.privacy_policy_url ?? null,
      terms_of_service_url: profile.terms_of_service_url ?? null,
    },
    created: at,
    default_return_url: params.default_return_url || null,
    features: featuresOf(params.features),
    is_default: isDefault,
    livemode: false,
    login_page: { enabled: params.login_page?.enabled ?? false, url: null },
    metadata: changedMetadata(null, params.metadata),
    name: params.name || null,
    updated: at,
  };
  world.portalConfigurations.set(configuration.id, configuration);
  world.record('billing_portal.configuration.created', configuration, at);
  return configuration;
}

function featuresOf(
  features: Stripe.BillingPortal.ConfigurationCreateParams.Features,
): Stripe.BillingPortal.Configuration.Features {
  const { customer_update: customer, subscription_cancel: cancel, subscription_update: update } = features;
  return {
    customer_update: {
      allowed_updates: [...(customer?.allowed_updates || [])],
      enabled: customer?.enabled ?? false,
    },
    invoice_history: { enabled: features.invoice_history?.enabled ?? false },
    payment_method_update: {
      enabled: features.payment_method_update?.enabled ?? false,
      payment_method_configuration: null,
    },
    subscription_cancel: {
      cancellation_reason: {
        enabled: cancel?.cancellation_reason?.enabled ?? false,
        feedback_options: null,
        options: [...(cancel?.cancellation_reason?.options || [])],
      },
      enabled: cancel?.enabled ?? false,
      mode: cancel?.mode ?? 'at_period_end',
      proration_behavior: cancel?.proration_behavior ?? 'none',
    },
    subscription_pause: { duration: { interval_options: [], type: 'indefinite' }, enabled: false },
    subscription_update: {
      billing_cycle_anchor: null,
      default_allowed_updates: [...(update?.default_allowed_updates || [])],
      enabled: update?.enabled ?? false,
      products: (update?.products || []).map(({ product, prices }) => ({
        adjustable_quantity: { enabled: false, maximum: null, minimum: 1 },
        prices: [...prices],
        product,
      })),
      proration_behavior: update?.proration_behavior ?? 'none',
      schedule_at_period_end: {
        conditions: (update?.schedule_at_period_end?.conditions ?? []).map(({ type }) => ({ type })),
      },
      trial_update_behavior: update?.trial_update_behavior ?? 'end_trial',
    },
  };
}

function updateConfiguration(
  world: World,
  params: Stripe.BillingPortal.ConfigurationUpdateParams,
  id = '',
): Stripe.BillingPortal.Configuration {
  const configuration = get(world.portalConfigurations, 'configuration', id);
  const { business_profile: profile, features } = params;
  configuration.active = params.active ?? configuration.active;
  configuration.name = changed(configuration.name, params.name);
  configuration.default_return_url = changed(configuration.default_return_url, params.default_return_url);
  configuration.metadata = changedMetadata(configuration.metadata, params.metadata);
  if (profile) {
    const known = configuration.business_profile;
    known.headline = changed(known.headline, profile.headline);
    known.privacy_policy_url = changed(known.privacy_policy_url, profile.privacy_policy_url);
    known.terms_of_service_url = changed(known.terms_of_service_url, profile.terms_of_service_url);
  }
  if (features) {
    const next = featuresOf(features as Stripe.BillingPortal.ConfigurationCreateParams.Features); // the same, only that everything may be left out
    for (const name of Object.keys(features) as (keyof typeof next)[])
      Object.assign(configuration.features[name], next[name]);
  }
  configuration.updated = world.now();
  world.record('billing_portal.configuration.updated', configuration, world.now());
  return configuration;
}
