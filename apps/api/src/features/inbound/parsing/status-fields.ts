import { replyCodeOf, statusOf } from '@engagex/domain/receipts';
import { addressOf } from './addresses.ts';
import { Headers, readHeaders } from './headers.ts';
import type { RecipientReport, ReportedAction } from './mail-terms.ts';

/** The fields of a delivery status (RFC 3464): those of the message, then a block for each recipient. */
export interface StatusFields {
  readonly message: Headers;
  readonly recipients: readonly Headers[];
}

const maxRecipients = 200;
const ofRecipient = [
  'final-recipient',
  'original-recipient',
  'x-actual-recipient',
  'action',
  'status',
  'diagnostic-code',
];

/** Blocks may be run together or have empty lines too many: a second Final-Recipient begins a block. */
export function readStatusFields(text: string): StatusFields {
  const blocks: Headers[] = [];
  let rest = text.replace(/^\s+/, '');
  while (rest !== '' && blocks.length <= maxRecipients) {
    const { headers, bodyAt } = readHeaders(rest);
    if (headers.size > 0) blocks.push(...apart(headers));
    if (bodyAt === 0) break;
    rest = rest.slice(bodyAt).replace(/^\s+/, '');
  }
  const [first] = blocks;
  const action = first && isOfMessage(first, blocks) ? first.get('action') : '';
  const recipients = blocks
    .filter((block) => ofRecipient.some((name) => block.has(name)) && !(action && block === first))
    .map((block) => withAction(block, action));
  const message = blocks.find((block) => !recipients.includes(block)) ?? blocks[0] ?? new Headers([]);
  return { message, recipients: joined(recipients) };
}

/** Some put the action of all recipients among the fields of the message. */
function isOfMessage(block: Headers, blocks: readonly Headers[]): boolean {
  const names = (each: Headers) => ['final-recipient', 'original-recipient'].some((name) => each.has(name));
  return block.has('reporting-mta') && !names(block) && blocks.slice(1).some(names);
}

function withAction(block: Headers, action: string): Headers {
  return action === '' || block.has('action') ? block : new Headers([...block.entries(), ['action', action]]);
}

function apart(block: Headers): Headers[] {
  if (block.all('final-recipient').length < 2) return [block];
  const blocks: [string, string][][] = [[]];
  for (const [name, value] of block.entries()) {
    const last = blocks.at(-1) ?? [];
    if (name === 'final-recipient' && last.some(([field]) => field === name)) blocks.push([[name, value]]);
    else last.push([name, value]);
  }
  return blocks.map((fields) => new Headers(fields));
}

/** A block without a recipient continues the one before it: some put an empty line between the fields. */
function joined(blocks: readonly Headers[]): Headers[] {
  const whole: Headers[] = [];
  for (const block of blocks) {
    const last = whole.at(-1);
    const names = ['final-recipient', 'original-recipient', 'x-actual-recipient'];
    const isRest = !names.some((name) => block.has(name)) && !(last?.has('action') && block.has('action'));
    if (last && isRest) whole[whole.length - 1] = new Headers([...last.entries(), ...block.entries()]);
    else whole.push(block);
  }
  return whole;
}

/** What one block says of its recipient. */
export function reportOf(block: Headers): RecipientReport {
  const diagnostic = block.all('diagnostic-code').map(withoutType).join(' ');
  const words = (
    diagnostic ||
    block.get('x-display-diagnostic') ||
    block.get('status').replace(/^[\d.]+\s*/, '')
  ).replace(/\s+/g, ' ');
  const status = statusOf(block.get('status')) ?? statusOf(words);
  const final = addressOf(block.get('final-recipient')) ?? addressOf(block.get('x-actual-recipient'));
  const original = addressOf(unxtext(block.get('original-recipient')));
  const at = new Date(block.get('last-attempt-date') || block.get('x-postfix-date') || Number.NaN);
  return {
    action: actionOf(block.get('action'), status),
    address: final ?? original,
    originalAddress: original && final && original.toLowerCase() !== final.toLowerCase() ? original : null,
    status,
    code: replyCodeOf(words),
    words: words.slice(0, 1_000),
    at: Number.isNaN(at.getTime()) ? null : at,
  };
}

function withoutType(value: string): string {
  return value.replace(/^\s*[a-z][a-z0-9-]{1,30}\s*;\s*/i, '');
}

/** `ada+40example.org` of ORCPT (RFC 3461, 4). Only where it is not an address already. */
function unxtext(value: string): string {
  return value.includes('@')
    ? value
    : value.replace(/\+([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

const actions: Readonly<Record<string, ReportedAction>> = {
  failed: 'failed',
  failure: 'failed',
  fail: 'failed',
  error: 'failed',
  expired: 'failed',
  undeliverable: 'failed',
  undeliverd: 'failed',
  rejected: 'failed',
  bounced: 'failed',
  'non-delivery': 'failed',
  delayed: 'delayed',
  delay: 'delayed',
  deferred: 'delayed',
  warning: 'delayed',
  queued: 'delayed',
  delivered: 'delivered',
  deliverable: 'delivered',
  success: 'delivered',
  relayed: 'relayed',
  relay: 'relayed',
  expanded: 'expanded',
};

function actionOf(value: string, status: string | null): ReportedAction {
  const word = /[a-z-]+/.exec(value.toLowerCase())?.[0] ?? '';
  const known = actions[word];
  if (known) return known;
  if (status?.startsWith('2')) return 'delivered';
  return status?.startsWith('4') && word !== '' ? 'delayed' : 'failed';
}
