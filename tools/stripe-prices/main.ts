/**
 * `npm run stripe:prices -- FILE`: creates in Stripe what the plans of a file are sold under, and writes the IDs into the file.
 * STRIPE_SECRET_KEY says whose account; STRIPE_API_BASE another address than Stripe's.
 */
import { openStripe } from './open-stripe.ts';
import { withPrices } from './with-prices.ts';

const [file, ...others] = process.argv.slice(2);
const { STRIPE_SECRET_KEY: key, STRIPE_API_BASE: apiBase } = process.env;
if (!file || others.length > 0 || !key) {
  process.stderr.write('Usage: STRIPE_SECRET_KEY=sk_… npm run stripe:prices -- plans.json\n');
  process.exitCode = 2;
} else {
  try {
    const count = await withPrices(file, openStripe(key, apiBase));
    process.stdout.write(
      `${file} has the prices of ${count} ${count === 1 ? 'plan' : 'plans'}. Start the API and the workers again.\n`,
    );
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
