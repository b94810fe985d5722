/** What Stripe answers when it does not do what it was asked. https://docs.stripe.com/api/errors */
export interface RefusalDetails {
  readonly type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error' | 'rate_limit_error';
  readonly message: string;
  readonly code?: string;
  readonly param?: string;
  readonly decline_code?: string;
  readonly [more: string]: unknown;
}

export class Refusal extends Error {
  readonly status: number;
  readonly details: RefusalDetails;

  constructor(status: number, details: RefusalDetails) {
    super(details.message);
    this.status = status;
    this.details = details;
  }

  /** Without what only a request knows. */
  toBody(requestId: string): object {
    const { code } = this.details;
    return {
      error: {
        ...this.details,
        ...(code && { doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}` }),
        request_log_url: `https://dashboard.stripe.com/test/logs/${requestId}`,
      },
    };
  }
}

/** 400 of the kind that means a mistake of the program that asked. */
export function invalid(message: string, more: { readonly code?: string; readonly param?: string } = {}): Refusal {
  return new Refusal(400, { type: 'invalid_request_error', message, ...more });
}

/** A parameter names something that does not exist; in the path it is a 404 and `id`. */
export function missing(noun: string, id: string, param = 'id'): Refusal {
  const details = { type: 'invalid_request_error', code: 'resource_missing', param } as const;
  return new Refusal(param === 'id' ? 404 : 400, { ...details, message: `No such ${noun}: '${id}'` });
}

export function declined(reason: Decline, more: Readonly<Record<string, unknown>> = {}): Refusal {
  return new Refusal(402, { type: 'card_error', ...reason, ...more });
}

export interface Decline {
  readonly code: string;
  readonly decline_code?: string;
  readonly message: string;
}
