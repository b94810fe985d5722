/**
 * Stands in for SendGrid where it cannot be reached: speaks POST /v3/mail/send and refuses what the real one refuses.
 * https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send
 */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request the way SendGrid takes it, as far as we send it. */
export interface SendRequest {
  readonly personalizations: readonly {
    readonly to: readonly { readonly email: string; readonly name?: string }[];
    readonly headers?: Readonly<Record<string, string>>;
    readonly custom_args?: Readonly<Record<string, string>>;
    readonly substitutions?: Readonly<Record<string, string>>;
  }[];
  readonly from: { readonly email: string; readonly name?: string };
  readonly subject: string;
  readonly content: readonly { readonly type: string; readonly value: string }[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly reply_to?: { readonly email: string; readonly name?: string };
  readonly attachments?: readonly {
    readonly filename: string;
    readonly type: string;
    readonly content: string;
    readonly content_id?: string;
  }[];
  readonly custom_args?: Readonly<Record<string, string>>;
}

/**
 * What to do with a call instead of accepting it, decided by its first recipient who has a fault: refuse, hang up
 * before or after taking it, or say nothing at all.
 */
export type SendGridFault =
  | { readonly status: 400 | 401 | 413 | 500 | 503 }
  /** With other headers than usual to say when the account may send again. */
  | { readonly status: 429; readonly headers?: Readonly<Record<string, string>> }
  | 'reset'
  | 'accept and cut'
  | 'silence';
/** When a 429 says that the account may send again. */
const resetSeconds = 1;

const reservedHeaders = new Set([
  'x-sg-id',
  'x-sg-eid',
  'received',
  'dkim-signature',
  'content-type',
  'content-transfer-encoding',
  'to',
  'from',
  'subject',
  'reply-to',
  'cc',
  'bcc',
]);
const maxBytes = 30 * 1024 * 1024;
const maxBytesOfValues = 10_000;

/** A message to one person, as it would be delivered. */
export interface AcceptedMessage {
  readonly to: string;
  readonly from: { readonly email: string; readonly name?: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly customArgs: Readonly<Record<string, string>>;
  readonly replyTo: string;
  readonly contentIds: readonly (string | null)[];
  readonly files: readonly { readonly name: string; readonly type: string; readonly content: string }[];
}

export async function startSendGrid(options: { apiKey: string; faultOf?: (to: string) => SendGridFault | null }) {
  const accepted: AcceptedMessage[] = [];
  const calls: SendRequest[] = [];
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST' || request.url !== '/v3/mail/send') return refuse(response, 404, 'not found');
    const body = await bodyOf(request);
    if (request.headers.authorization !== `Bearer ${options.apiKey}`) {
      return refuse(response, 401, 'The provided authorization grant is invalid, expired, or revoked');
    }
    if (body === null) return refuse(response, 413, 'The payload is too large');
    let message: unknown;
    try {
      message = JSON.parse(body);
    } catch {
      return refuse(response, 400, 'Bad Request');
    }
    const problem = problemWith(message);
    if (problem) return refuse(response, 400, problem);
    const request_ = message as SendRequest; // problemWith looked at every part
    const faults = request_.personalizations.map(({ to }) => options.faultOf?.(to[0]?.email ?? '') ?? null);
    const fault = faults.find((each) => each !== null) ?? null;
    if (fault === 'silence') return;
    if (fault === 'reset') return void request.socket.destroy();
    if (fault !== null && fault !== 'accept and cut') return refuseAs(response, fault);
    calls.push(request_);
    accepted.push(...messagesOf(request_));
    if (fault === 'accept and cut') return void request.socket.destroy();
    response.writeHead(202, { 'x-message-id': randomBytes(11).toString('base64url') }).end();
  }

  return {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server listening on TCP has a port
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    accepted,
    calls,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function refuseAs(response: ServerResponse, fault: Exclude<SendGridFault, string>): void {
  if (fault.status !== 429) return refuse(response, fault.status, 'refused by the stand-in');
  const usual = { 'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000) + resetSeconds) };
  for (const [name, value] of Object.entries(fault.headers ?? usual)) response.setHeader(name, value);
  refuse(response, 429, 'too many requests');
}

function messagesOf(request: SendRequest): AcceptedMessage[] {
  return request.personalizations.map(({ to, headers, custom_args: customArgs, substitutions = {} }) => {
    const tags = Object.keys(substitutions);
    const put = (text = '') =>
      tags.reduce((result, tag) => result.replaceAll(tag, () => substitutions[tag] ?? ''), text);
    return {
      to: to[0]?.email ?? '',
      from: request.from,
      subject: put(request.subject),
      text: put(request.content[0]?.value),
      html: put(request.content[1]?.value),
      headers: { ...request.headers, ...headers },
      customArgs: { ...request.custom_args, ...customArgs },
      replyTo: request.reply_to?.email ?? '',
      contentIds: (request.attachments ?? []).map(({ content_id: id }) => id ?? null),
      files: (request.attachments ?? []).map(({ filename, type, content }) => ({ name: filename, type, content })),
    };
  });
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ errors: [{ message, field: null, help: null }] }));
}

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    length += chunk.length;
    if (length <= maxBytes) chunks.push(chunk);
  }
  return length > maxBytes ? null : Buffer.concat(chunks).toString('utf8');
}

/** SendGrid's own words for what is wrong with a message; null when it would take it. */
function problemWith(message: unknown): string | null {
  if (!isRecord(message)) return 'Bad Request';
  const { personalizations, from, subject, content, headers } = message;
  if (!Array.isArray(personalizations) || personalizations.length === 0)
    return 'The personalizations field is required and must have at least one personalization.';
  if (personalizations.length > 1_000) return 'The personalizations field must have at most 1000 personalizations.';
  const people = new Set<string>();
  for (const each of personalizations) {
    const problem = problemWithPersonalization(each, people);
    if (problem) return problem;
  }
  if (!isAddress(from))
    return 'The from object must be provided for every email send. It is an object that requires the email parameter, but may also contain a name parameter.';
  if (typeof subject !== 'string' || subject === '') return 'The subject is required.';
  if (!Array.isArray(content) || content.length === 0)
    return 'Unless a valid template_id is provided, the content parameter is required.';
  for (const part of content) {
    if (!isRecord(part) || typeof part['value'] !== 'string' || part['value'] === '')
      return 'The content value must be a string at least one character in length.';
  }
  const types = content.map((part: Record<string, unknown>) => part['type']);
  if (types.includes('text/plain') && types[0] !== 'text/plain')
    return 'If present, text/plain and text/html may only be provided once and text/plain must come first.';
  return headers === undefined ? null : problemWithHeaders(headers);
}

function problemWithPersonalization(each: unknown, people: Set<string>): string | null {
  if (!isRecord(each) || !Array.isArray(each['to']) || !each['to'].every(isAddress))
    return 'The to array is required for all personalization objects, and must have at least one email object with a valid email address.';
  for (const { email } of each['to'] as { email: string }[]) {
    // isAddress looked at each
    if (people.has(email.toLowerCase()))
      return 'Each unique email address in the personalizations array should only be included once.';
    people.add(email.toLowerCase());
  }
  for (const name of ['substitutions', 'custom_args'] as const) {
    const values = each[name] ?? {};
    if (!isRecord(values) || !Object.values(values).every((value) => typeof value === 'string'))
      return `The ${name} must be an object of strings.`;
    if (Buffer.byteLength(JSON.stringify(values)) > maxBytesOfValues)
      return `The ${name} are limited to ${maxBytesOfValues} bytes for each personalization.`;
  }
  return each['headers'] === undefined ? null : problemWithHeaders(each['headers']);
}

function problemWithHeaders(headers: unknown): string | null {
  if (!isRecord(headers)) return 'Header values must be strings.';
  const reserved = Object.keys(headers).find((name) => reservedHeaders.has(name.toLowerCase()));
  if (reserved) return `The header ${reserved} is reserved.`;
  return Object.values(headers).every((value) => typeof value === 'string') ? null : 'Header values must be strings.';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isAddress(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value['email'] === 'string' &&
    /^[^\s@]+@[^\s@.]+\.[^\s@]+$/.test(value['email'].slice(0, 320))
  );
}
