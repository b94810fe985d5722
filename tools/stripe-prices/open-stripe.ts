import { Stripe } from 'stripe';

/** @param apiBase another address than Stripe's, such as that of the stand-in. */
export function openStripe(key: string, apiBase?: string): Stripe {
  const url = apiBase ? new URL(apiBase) : null;
  if (!url) return new Stripe(key, { telemetry: false });
  const protocol = url.protocol === 'http:' ? 'http' : 'https';
  return new Stripe(key, { telemetry: false, protocol, host: url.hostname, ...(url.port ? { port: url.port } : {}) });
}
