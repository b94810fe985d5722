import type { Stripe } from 'stripe';
import { PaymentRefused, PaymentsUnavailable } from '../../ports/payments.ts';

export interface StripeSettings {
  readonly secretKey: string;
  /** Another address for trying things out; Stripe's own without it. */
  readonly apiBase?: string | undefined;
}

const timeoutMs = 20_000;
/** What is asked and answered has the shapes of this version; webhook endpoints are created with it too (docs/operations.md). */
const apiVersion = '2026-10-28.endive';

/** Loads Stripe's library only where payments are taken. */
export async function openStripe({ secretKey, apiBase }: StripeSettings): Promise<Stripe> {
  const { Stripe: Client } = await import('stripe');
  const url = apiBase ? new URL(apiBase) : null;
  return new Client(secretKey, {
    apiVersion,
    timeout: timeoutMs,
    maxNetworkRetries: 1,
    telemetry: false,
    ...(url
      ? {
          host: url.hostname,
          port: url.port || (url.protocol === 'http:' ? '80' : '443'),
          protocol: url.protocol === 'http:' ? 'http' : 'https',
        }
      : {}),
  });
}

/** Does it, and throws what the port promises. */
export async function translating<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw translated(error);
  }
}

/** Whether Stripe says that there is no such thing, or none any more. */
export function isMissing(error: unknown): boolean {
  return isStripeError(error) && error.code === 'resource_missing';
}

interface StripeProblem extends Error {
  readonly type: string;
  readonly code?: string;
  readonly statusCode?: number;
}

function translated(error: unknown): unknown {
  if (!isStripeError(error)) return error;
  const { statusCode: status, code = error.type, message, type } = error;
  // 409: another request with this key is still being carried out. 401 and 403: the operator can mend it, the asker cannot.
  const isOpen = status === undefined || status >= 500 || [401, 403, 409, 429].includes(status);
  if (isOpen) return new PaymentsUnavailable(message, error);
  return new PaymentRefused(message, { code, isDeclined: type === 'StripeCardError', cause: error });
}

function isStripeError(error: unknown): error is StripeProblem {
  return error instanceof Error && 'type' in error && typeof error.type === 'string' && error.type.startsWith('Stripe');
}
