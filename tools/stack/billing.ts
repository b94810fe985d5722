/** `--billing demo`: payments that move no money, by what stands in for Stripe, and plans to choose from. */
import { join } from 'node:path';
import type { Secrets } from './secrets.ts';
import { common, plan, publicUrl } from './service-plan.ts';
import type { StackContext } from './stack-context.ts';
import type { ServicePlan } from './supervisor.ts';

type Context = Pick<StackContext, 'dataDir' | 'ports' | 'secrets'>;

const folder = ({ dataDir }: Context) => join(dataDir, 'billing');

/** A key as Stripe makes them, which have no hyphens. */
export function stripeKey({ stripeSecret }: Pick<Secrets, 'stripeSecret'>): string {
  return `sk_test_${stripeSecret.replaceAll('-', '_')}`;
}

/** What stands in for Stripe and what asks it both know. */
const shared = (context: Context): NodeJS.ProcessEnv => ({
  PLANS_FILE: join(folder(context), 'plans.json'),
  STRIPE_SECRET_KEY: stripeKey(context.secrets),
  STRIPE_WEBHOOK_SECRETS: `whsec_${context.secrets.stripeSecret}`,
  STRIPE_METER_WEBHOOK_SECRETS: `whsec_meters_${context.secrets.stripeSecret}`,
});

export function stripePlan({ root, env, ...context }: Context & Pick<StackContext, 'root' | 'env'>): ServicePlan {
  const { ports } = context;
  const service = plan('stripe', join(root, 'tools/stand-ins/stripe/main.ts'), ports.stripe, {
    ...common(env, ports),
    ...shared(context),
    STRIPE_DIR: folder(context),
    STRIPE_WEBHOOK_URL: `${publicUrl(ports, env)}/webhooks/stripe`,
    STRIPE_METER_WEBHOOK_URL: `${publicUrl(ports, env)}/webhooks/stripe/meters`,
  });
  // It starts while the packages it reads are still being built.
  return { ...service, args: ['--conditions=source', ...service.args] };
}

/** What API and workers are told. */
export function demoBilling(context: Context): NodeJS.ProcessEnv {
  return { ...shared(context), BILLING: 'on', STRIPE_API_BASE: `http://127.0.0.1:${context.ports.stripe}` };
}
