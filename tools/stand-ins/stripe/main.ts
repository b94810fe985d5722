/**
 * The stand-in as a process of its own: PORT, STRIPE_SECRET_KEY, STRIPE_WEBHOOK_URL and STRIPE_WEBHOOK_SECRETS, STRIPE_DIR to
 * keep what was asked in; STRIPE_METER_WEBHOOK_URL and STRIPE_METER_WEBHOOK_SECRETS for errors of meters. The plans of PLANS_FILE
 * are copied from the demo's when there are none, and get prices.
 */
import { copyFileSync, existsSync } from 'node:fs';
import { openStripe } from '../../stripe-prices/open-stripe.ts';
import { withPrices } from '../../stripe-prices/with-prices.ts';
import { memoryIn } from './protocol/memory.ts';
import { startStripe } from './server.ts';

const { PORT = '8027', INSTANCE_ID, STRIPE_DIR = '', STRIPE_SECRET_KEY = '', PLANS_FILE = '' } = process.env;

let instance: string | null = null;
const memory = memoryIn(STRIPE_DIR);
const webhook = endpointOf('STRIPE_WEBHOOK');
const thinWebhook = endpointOf('STRIPE_METER_WEBHOOK');
const stripe = await startStripe({
  port: Number(PORT),
  apiKey: STRIPE_SECRET_KEY,
  seed: memory.seed,
  memory,
  instance: () => instance,
  webhooks: webhook,
  thinWebhooks: thinWebhook,
});
if (!existsSync(PLANS_FILE)) copyFileSync(new URL('../../demo/plans.json', import.meta.url), PLANS_FILE);
await withPrices(PLANS_FILE, openStripe(STRIPE_SECRET_KEY, stripe.url));
instance = INSTANCE_ID ?? null;
process.stderr.write(`stands in for Stripe on ${stripe.url}: no money moves\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void stripe.stop().then(() => process.exit(0));
  });
}

function endpointOf(name: 'STRIPE_WEBHOOK' | 'STRIPE_METER_WEBHOOK'): { url: string; secrets: string[] }[] {
  const [url, secrets] = [process.env[`${name}_URL`], process.env[`${name}_SECRETS`]];
  return url && secrets ? [{ url, secrets: secrets.split(',') }] : [];
}
