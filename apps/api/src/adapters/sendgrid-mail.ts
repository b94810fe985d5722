import client from '@sendgrid/client';
import sendgrid from '@sendgrid/mail';
import { type HandOver, Mail, type OutgoingMessage, unwatched, type Watch, withheld } from '../ports/mail.ts';
import { callsFor, contentOf } from './sendgrid-calls.ts';

const standardTimeoutSeconds = 30;

// Both packages export one shared instance and hang its class on it, which their types leave out. Each transport
// needs an instance of its own: the shared one has one key for everybody.
const { MailService } = sendgrid as typeof sendgrid & { MailService: new () => typeof sendgrid };
const { Client } = client as typeof client & { Client: new () => typeof client };

interface SendGridSettings {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly timeoutSeconds?: number | undefined;
}

/** Who is told the outcome of the messages of a call. */
interface Told {
  readonly watch: Watch;
  readonly settle: (call: readonly number[], handOver: HandOver) => void;
}

/** SendGrid's v3 API: https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send */
export class SendGridMail extends Mail {
  readonly #service = new MailService();

  constructor({ apiKey, baseUrl, timeoutSeconds = standardTimeoutSeconds }: SendGridSettings) {
    super();
    const http = new Client();
    this.#service.setClient(http);
    this.#service.setApiKey(apiKey);
    http.setDefaultRequest('baseUrl', baseUrl); // after the key, which sets it back to SendGrid's own
    this.#service.setTimeout(timeoutSeconds * 1000);
  }

  async sendAll(messages: readonly OutgoingMessage[], watch: Watch = unwatched): Promise<HandOver[]> {
    const handOvers: HandOver[] = [];
    const indexes = new Map(messages.map((message, index) => [message, index]));
    const settle = (call: readonly number[], handOver: HandOver) => {
      for (const index of call) {
        handOvers[index] = handOver;
        watch.answered(index, handOver);
      }
    };
    const indexOf = (message: OutgoingMessage) => indexes.get(message) ?? -1; // calls are made of these messages
    const calls = callsFor(messages).map((call) => call.map(indexOf));
    await Promise.all(calls.map((call) => this.#sendTogether(messages, call, { watch, settle })));
    return handOvers;
  }

  /**
   * One call for many people. SendGrid takes all of it or nothing: when it refuses the content of a call, the halves
   * are tried, until only the message it refuses is left.
   */
  async #sendTogether(all: readonly OutgoingMessage[], call: readonly number[], told: Told): Promise<void> {
    const { watch, settle } = told;
    const messages = call.flatMap((index) => all[index] ?? []);
    const handOver = watch.isWanted() && watch.leave(call) ? await this.#post(messages) : withheld;
    if (handOver.kind === 'rejected' && call.length > 1) {
      const half = Math.ceil(call.length / 2);
      await this.#sendTogether(all, call.slice(0, half), told);
      return this.#sendTogether(all, call.slice(half), told);
    }
    settle(call, handOver);
  }

  async #post(call: readonly OutgoingMessage[]): Promise<HandOver> {
    try {
      const [answer] = await this.#service.send({
        ...contentOf(call),
        // Links and opens are tracked by us.
        trackingSettings: { clickTracking: { enable: false, enableText: false }, openTracking: { enable: false } },
      });
      const headers: Record<string, unknown> = answer.headers;
      return { kind: 'accepted', response: `${answer.statusCode} ${String(headers['x-message-id'] ?? '')}`.trim() };
    } catch (error) {
      return handOverOf(error);
    }
  }

  async close(): Promise<void> {}
}

interface SendGridError extends Error {
  /** An HTTP status, or a code of the socket such as ECONNREFUSED. */
  readonly code?: number | string;
  readonly response?: {
    readonly headers?: Readonly<Record<string, unknown>>;
    readonly body?: { readonly errors?: readonly { readonly message: string }[] };
  };
}

function handOverOf(thrown: unknown): HandOver {
  if (!(thrown instanceof Error)) return { kind: 'unknown', response: String(thrown) };
  const error: SendGridError = thrown;
  const response =
    error.response?.body?.errors?.map(({ message }) => message).join(' ') || error.message || String(error.code);
  const { code } = error;
  if (code === 401 || code === 403) return { kind: 'refused', response };
  // The account is over its rate: everyone waits and nobody's attempts are used up.
  if (code === 429) return { kind: 'unreachable', response, ...askedBy(error.response?.headers ?? {}) };
  if (typeof code === 'number' && code >= 400 && code < 500) return { kind: 'rejected', response };
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') return { kind: 'unreachable', response };
  // A 5xx, a reset or a time-out may come after the message was queued.
  return { kind: 'unknown', response };
}

/**
 * How long SendGrid wants us to wait: the later of `X-RateLimit-Reset` (epoch seconds, by its own clock) and
 * `Retry-After` (seconds or a date). Nothing when it does not say.
 * https://www.twilio.com/docs/sendgrid/api-reference/how-to-use-the-sendgrid-v3-api/rate-limits
 */
function askedBy(headers: Readonly<Record<string, unknown>>): { askedMs?: number } {
  const header = (name: string) => (typeof headers[name] === 'string' ? headers[name] : '');
  const now = Date.parse(header('date')) || Date.now();
  const isCount = (text: string) => /^\d{1,12}$/.test(text);
  const reset = header('x-ratelimit-reset');
  const after = header('retry-after');
  const asked = [
    isCount(reset) ? Number(reset) * 1_000 - now : NaN,
    isCount(after) ? Number(after) * 1_000 : Date.parse(after) - now,
  ].filter((ms) => !Number.isNaN(ms));
  return asked.length > 0 ? { askedMs: Math.max(...asked) } : {};
}
