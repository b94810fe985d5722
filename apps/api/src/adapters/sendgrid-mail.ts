import client from '@sendgrid/client';
import sendgrid from '@sendgrid/mail';
import { type Attachment, type HandOver, Mail, type OutgoingMessage, writtenOut } from '../ports/mail.ts';

const requestTimeoutMs = 30_000;

// Both packages export one shared instance and hang its class on it, which their types leave out. Each transport
// needs an instance of its own: the shared one has one key for everybody.
const { MailService } = sendgrid as typeof sendgrid & { MailService: new () => typeof sendgrid };
const { Client } = client as typeof client & { Client: new () => typeof client };

/** SendGrid's v3 API: https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send */
export class SendGridMail extends Mail {
  readonly #service = new MailService();

  constructor({ apiKey, baseUrl }: { apiKey: string; baseUrl: string }) {
    super();
    const http = new Client();
    this.#service.setClient(http);
    this.#service.setApiKey(apiKey);
    http.setDefaultRequest('baseUrl', baseUrl); // after the key, which sets it back to SendGrid's own
    this.#service.setTimeout(requestTimeoutMs);
  }

  sendAll(messages: readonly OutgoingMessage[]): Promise<HandOver[]> {
    return Promise.all(messages.map((each) => this.#sendOne(each)));
  }

  async #sendOne(each: OutgoingMessage): Promise<HandOver> {
    const message = writtenOut(each);
    try {
      const [answer] = await this.#service.send({
        from: { name: message.from.name, email: message.from.address },
        personalizations: [{ to: [{ name: message.to.name, email: message.to.address }] }],
        ...(message.replyTo && { replyTo: { name: message.replyTo.name, email: message.replyTo.address } }),
        subject: message.subject,
        content: [
          { type: 'text/plain', value: message.text || ' ' },
          { type: 'text/html', value: message.html },
        ],
        ...(message.attachments && { attachments: message.attachments.map(attached) }),
        headers: { ...message.headers, 'Message-ID': message.messageId },
        customArgs: { delivery_id: message.deliveryId },
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

function attached({ name, contentType, content }: Attachment) {
  return { filename: name, type: contentType, content: content.toString('base64'), disposition: 'attachment' };
}

interface SendGridError extends Error {
  /** An HTTP status, or a code of the socket such as ECONNREFUSED. */
  readonly code?: number | string;
  readonly response?: { readonly body?: { readonly errors?: readonly { readonly message: string }[] } };
}

function handOverOf(thrown: unknown): HandOver {
  if (!(thrown instanceof Error)) return { kind: 'unknown', response: String(thrown) };
  const error: SendGridError = thrown;
  const response =
    error.response?.body?.errors?.map(({ message }) => message).join(' ') || error.message || String(error.code);
  const { code } = error;
  if (code === 401 || code === 403) return { kind: 'refused', response };
  // The account is over its rate: everyone waits and nobody's attempts are used up.
  if (code === 429) return { kind: 'unreachable', response };
  if (typeof code === 'number' && code >= 400 && code < 500) return { kind: 'rejected', response };
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') return { kind: 'unreachable', response };
  // A 5xx, a reset or a time-out may come after the message was queued.
  return { kind: 'unknown', response };
}
