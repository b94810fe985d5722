import type { Stripe } from 'stripe';
import { invalid } from '../protocol/refusal.ts';
import { route } from '../protocol/routes.ts';
import { get, type World } from '../world/world.ts';
import { createConfiguration } from './configurations.ts';

export const portalSessionRoutes = [route('POST /v1/billing_portal/sessions', createPortalSession)];

function createPortalSession(
  world: World,
  params: Stripe.BillingPortal.SessionCreateParams,
): Stripe.BillingPortal.Session {
  if (params.customer === undefined)
    throw invalid('Missing required param: customer.', { code: 'parameter_missing', param: 'customer' });
  const customer = get(world.customers, 'customer', params.customer, 'customer');
  const configuration =
    params.configuration === undefined
      ? defaultConfiguration(world)
      : get(world.portalConfigurations, 'configuration', params.configuration, 'configuration');
  if (params.return_url !== undefined && !URL.canParse(params.return_url))
    throw invalid('Not a valid URL', { code: 'url_invalid', param: 'return_url' });
  const flow = params.flow_data;
  if (flow && flow.type !== 'payment_method_update' && flow.type !== 'subscription_cancel')
    throw invalid('The stand-in only has the flows payment_method_update and subscription_cancel.', {
      param: 'flow_data[type]',
    });
  const id = world.nextId('bps');
  const session: Stripe.BillingPortal.Session = {
    id,
    object: 'billing_portal.session',
    after_expiration: null,
    configuration: configuration.id,
    created: world.now(),
    customer: customer.id,
    customer_account: null,
    flow: flow ? flowOf(world, flow) : null,
    livemode: false,
    locale: params.locale ?? null,
    on_behalf_of: null,
    return_url: params.return_url ?? configuration.default_return_url,
    url: `${world.options.url()}/p/session/${id}`,
  };
  world.portalSessions.set(id, session);
  world.record('billing_portal.session.created', session, world.now());
  return session;
}

function flowOf(
  world: World,
  flow: Stripe.BillingPortal.SessionCreateParams.FlowData,
): Stripe.BillingPortal.Session.Flow {
  const { subscription_cancel: cancel, after_completion: after } = flow;
  if (cancel)
    get(world.subscriptions, 'subscription', cancel.subscription, 'flow_data[subscription_cancel][subscription]');
  return {
    after_completion: {
      hosted_confirmation: null,
      redirect: after?.redirect ? { return_url: after.redirect.return_url } : null,
      type: after?.type ?? 'portal_homepage',
    },
    customer_update: null,
    subscription_cancel: cancel ? { retention: null, subscription: cancel.subscription } : null,
    subscription_pause: null,
    subscription_update: null,
    subscription_update_confirm: null,
    type: flow.type,
  };
}

/** Accounts save one in their dashboard; here it is there from the beginning. */
function defaultConfiguration(world: World): Stripe.BillingPortal.Configuration {
  const known = [...world.portalConfigurations.values()].find(({ is_default: isDefault }) => isDefault);
  const features = {
    invoice_history: { enabled: true },
    payment_method_update: { enabled: true },
    subscription_cancel: { enabled: true },
  };
  return known ?? createConfiguration(world, { features }, true);
}
