/**
 * Stripe's own command line has recorded for each event what leads to it, in older words than the package's. What it
 * asks for is answered as Stripe does. npm has its program for 64-bit Linux only in our lock; elsewhere this is left out.
 */
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { startStripe } from './server.ts';

const EVENTS = [
  'customer.subscription.created',
  'customer.subscription.deleted',
  'customer.subscription.paused',
  'customer.subscription.trial_will_end',
  'customer.subscription.updated',
  'invoice.created',
  'invoice.deleted',
  'invoice.finalized',
  'invoice.marked_uncollectible',
  'invoice.paid',
  'invoice.payment_action_required',
  'invoice.payment_failed',
  'invoice.payment_succeeded',
  'invoice.sent',
  'invoice.updated',
  'invoice.voided',
  'invoiceitem.created',
  'invoiceitem.deleted',
  'billing_portal.configuration.created',
  'billing_portal.configuration.updated',
  'billing_portal.session.created',
];

const isSupported = process.platform === 'linux' && process.arch === 'x64';

describe.runIf(isSupported)('stripe trigger', () => {
  let stripe: Awaited<ReturnType<typeof startStripe>>;
  beforeAll(async () => {
    stripe = await startStripe({ seed: 'the command line' });
  });
  afterAll(() => stripe.stop());
  const home = temporaryFolder();

  it.concurrent.each(EVENTS)('%s', async (event) => {
    const program = createRequire(import.meta.url).resolve('@stripe/cli/bin/shim.js');
    const args = [program, 'trigger', event, '--api-key', stripe.apiKey, '--api-base', stripe.url];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { env: { HOME: home } });
    expect(stdout + stderr).toContain('Trigger succeeded');
    expect([...stripe.world.events.all.values()].map(({ type }) => type)).toContain(event);
  });
});
