/** The page and the JSON behind it. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { FAULTS } from './faults.ts';
import { open } from './message.ts';
import type { Message } from './message.ts';
import type { Mailbox } from './mailbox.ts';
import type { Shop } from './shop.ts';

interface Answer {
  readonly status?: number;
  readonly type: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Route {
  readonly method: 'GET' | 'DELETE';
  readonly path: RegExp;
  answer(mailbox: Mailbox, match: RegExpExecArray, query: URLSearchParams): Answer | Promise<Answer>;
}

const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; frame-src 'self'";
/** A message is a stranger's HTML: it may look like what it likes, and do nothing. */
const MESSAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline' https: http:; img-src data: https: http:; font-src data: https: http:; " +
  "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";
const LONGEST_PAGE = 500;
/** A page of another site whose name is made to lead here (DNS rebinding) still says its own name. */
const OWN_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;

const ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: /^\/$/,
    answer: () => file('page.html', 'text/html', { 'content-security-policy': PAGE_POLICY }),
  },
  { method: 'GET', path: /^\/page\.css$/, answer: () => file('page.css', 'text/css') },
  { method: 'GET', path: /^\/page\.js$/, answer: () => file('page.js', 'text/javascript') },
  {
    method: 'GET',
    path: /^\/health\/(?:ready|live)$/,
    answer: () => json({ status: 'ok', instance: process.env['INSTANCE_ID'] }),
  },
  { method: 'GET', path: /^\/api\/count$/, answer: (mailbox) => json(mailbox.count) },
  { method: 'GET', path: /^\/api\/faults$/, answer: () => json(FAULTS) },
  { method: 'GET', path: /^\/api\/messages$/, answer: (mailbox, _, query) => json(mailbox.find(readQuery(query))) },
  {
    method: 'DELETE',
    path: /^\/api\/messages$/,
    answer: (mailbox) => {
      mailbox.clear();
      return json(mailbox.count);
    },
  },
  {
    method: 'GET',
    path: /^\/api\/messages\/(\d+)$/,
    answer: withMessage(async (message) => json(await open(message))),
  },
  {
    method: 'GET',
    path: /^\/api\/messages\/(\d+)\/html$/,
    answer: withMessage(async (message) => html((await open(message)).html ?? '')),
  },
  {
    method: 'GET',
    path: /^\/api\/messages\/(\d+)\/raw$/,
    answer: withMessage((message) => ({ type: 'text/plain; charset=utf-8', body: message.raw })),
  },
];

export function createWebServer(mailbox: Mailbox, shop: Shop): Server {
  return createServer((request, response) => {
    answer(mailbox, shop, request)
      .catch((error: unknown) => problem(500, error instanceof Error ? error.message : String(error)))
      .then((answered) => send(response, answered))
      .catch(() => response.destroy());
  });
}

async function answer(mailbox: Mailbox, shop: Shop, request: IncomingMessage): Promise<Answer> {
  if (!OWN_HOST.test(request.headers.host ?? ''))
    return problem(403, 'The inbox answers at localhost only. Open it by that name.');
  const url = new URL(request.url ?? '/', 'http://inbox');
  if (url.pathname.startsWith('/shop')) return answerShop(shop, request, url.pathname);
  for (const route of ROUTES) {
    const match = route.path.exec(url.pathname);
    if (match && route.method === request.method) return route.answer(mailbox, match, url.searchParams);
  }
  return problem(404, `There is no ${request.method} ${url.pathname} here.`);
}

const shopFiles = new URL('../demo/shop/', import.meta.url);
const shopTypes: Readonly<Record<string, string>> = {
  'shop.css': 'text/css',
  'shop.js': 'text/javascript',
  'start.js': 'text/javascript',
};

/** The demo shop beside the mail: a page of another origin, as a customer's shop is. */
async function answerShop(shop: Shop, request: IncomingMessage, path: string): Promise<Answer> {
  if (request.method === 'PUT' && path === '/shop') {
    // A page of another site cannot send this type without asking first, which is not answered.
    const isJson = request.headers['content-type'] === 'application/json';
    return isJson && shop.connect(await text(request)) ? json({}) : problem(400, 'Send the key and the host as JSON.');
  }
  if (request.method !== 'GET') return problem(405, 'Only GET is allowed here.');
  const [, name = ''] = /^\/shop-files\/([\w.]+)$/.exec(path) ?? [];
  if (name === 'settings.json') return json(shop.settings ?? {});
  const type = shopTypes[name];
  if (type) return { type: `${type}; charset=utf-8`, body: readFileSync(new URL(name, shopFiles)) };
  if (path !== '/shop' && !path.startsWith('/shop/')) return problem(404, `There is no ${path} here.`);
  const { host = '' } = shop.settings ?? {};
  const policy =
    `default-src 'none'; style-src 'self' 'unsafe-inline'; img-src data:; ` +
    `script-src 'self' ${host}; connect-src 'self' ${host}; base-uri 'none'; frame-ancestors 'none'`;
  return {
    type: 'text/html; charset=utf-8',
    body: readFileSync(new URL('shop.html', shopFiles)),
    headers: { 'content-security-policy': policy },
  };
}

function send(response: ServerResponse, { status = 200, type, body, headers }: Answer) {
  response.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    ...headers,
  });
  response.end(body);
}

function readQuery(query: URLSearchParams) {
  const number = (name: string) => (/^\d{1,15}$/.test(query.get(name) ?? '') ? Number(query.get(name)) : undefined);
  return {
    to: query.get('to') ?? undefined,
    search: query.get('search') ?? undefined,
    limit: Math.min(Math.max(number('limit') ?? 50, 1), LONGEST_PAGE),
    before: number('before'),
  };
}

function withMessage(answerWith: (message: Message) => Answer | Promise<Answer>): Route['answer'] {
  return (mailbox, match) => {
    const message = mailbox.get(Number(match[1]));
    return message ? answerWith(message) : problem(404, 'This message is no longer kept.');
  };
}

/** Links open beside the inbox: the frame they are in may not go anywhere. */
function html(body: string): Answer {
  const page = `<base target="_blank">${body}`;
  return { type: 'text/html; charset=utf-8', body: page, headers: { 'content-security-policy': MESSAGE_POLICY } };
}

function file(name: string, type: string, headers: Record<string, string> = {}): Answer {
  return { type: `${type}; charset=utf-8`, body: readFileSync(new URL(`page/${name}`, import.meta.url)), headers };
}

function json(value: unknown): Answer {
  return { type: 'application/json', body: JSON.stringify(value) };
}

function problem(status: number, detail: string): Answer {
  return { status, type: 'application/problem+json', body: JSON.stringify({ status, detail }) };
}
