import { replyCodeOf, statusOf } from '@engagex/domain/receipts';
import { addressesIn, isDaemon } from './addresses.ts';
import type { RecipientReport } from './mail-terms.ts';
import { families } from './words/families.ts';
import { anyone, gaveUp, notDelivered, stillTrying, toTheOwner } from './words/sentences.ts';

/** What a mail system wrote in its own words. */
export interface FreeForm {
  readonly rule: string;
  readonly reports: readonly RecipientReport[];
}

export interface Surroundings {
  /** Addresses that a notice may name and that are not the one that failed: our own. */
  readonly ours: ReadonlySet<string>;
  /** Where the notice names nobody: who the message was to. */
  readonly otherwise: readonly string[];
  /** Whether a header of the mail names them as failed, so that the notice need not. */
  readonly isNamed: boolean;
  /** How much speaks for a mail system as the author. */
  readonly evidence: number;
}

const maxNotice = 400;
const maxReports = 200;

/**
 * Reads a notice line by line; null when it does not say that something was not delivered, or to whom. Where a mail system has
 * certainly written it, it need not name an address: our own marks say whom it is about.
 */
export function readFreeForm(
  lines: readonly string[],
  { ours, otherwise, isNamed, evidence }: Surroundings,
): FreeForm | null {
  const notice = lines.slice(0, maxNotice).filter((line) => !/^\s{0,3}>(?!>>)/.test(line));
  const said = notice.map((line, at) => squash(`${line} ${notice[at + 1] ?? ''}`));
  const rule =
    ruleOf(said) ?? (evidence >= 4 && (isNamed || each(notice, leadingAddress).length > 0) ? 'mail-system' : null);
  if (!rule) return null;
  const named = recipients(notice, said, evidence).filter(
    ({ address }) => !ours.has(address.toLowerCase()) && !isDaemon(address),
  );
  const found: readonly Named[] = named.length > 0 ? named : otherwise.map((address) => ({ address, at: -1 }));
  if (found.length === 0 && !isCertain(said, evidence)) return null;
  const action = says(said, stillTrying) && !says(said, gaveUp) ? 'delayed' : 'failed';
  const reported = found.length > 0 ? found.slice(0, maxReports) : [{ address: null, at: -1 }];
  const reports = reported.map(({ address, at }, index): RecipientReport => {
    const words = wordsFor(notice, address ?? '', at, found[index + 1]?.at ?? notice.length);
    return {
      action,
      address,
      originalAddress: forwardedFrom(notice, at),
      status: statusOf(words),
      code: replyCodeOf(words),
      words,
      at: null,
    };
  });
  return { rule, reports };
}

function isCertain(said: readonly string[], evidence: number): boolean {
  return evidence >= 4 && says(said, notDelivered) && !says(said, toTheOwner);
}

function ruleOf(said: readonly string[]): string | null {
  const family = families.find((one) => says(said, one.says));
  return family?.name ?? (says(said, anyone) || says(said, stillTrying) ? 'anyone' : null);
}

function says(said: readonly string[], sentences: readonly string[]): boolean {
  return said.some((text) => sentences.some((words) => text.includes(words)));
}

function squash(text: string): string {
  return text.slice(0, 2_000).replace(/\s+/g, ' ').toLowerCase();
}

interface Named {
  readonly address: string;
  readonly at: number;
}

const label =
  /^(?:rcpt to|(?:intended )?recipients?|recipient address|addressed to|addressee|error-for|address|failed recipients?|final.recipient|original.recipient|e-?mail(?: address)?|user|mailbox|(?:the )?following recipients?|unknown (?:user|recipient|address)|adresse|destinat[a-zé]+|empfänger|получатель|宛先|收件人)(?:\s*[:：]\s*|\s+)(?:rfc822\s*;)?\s*/i;
const decoration = /^(?:[\s>*|•·"'<([{:=\-–#]|\d{1,3}[.)]\s)+/;
const before =
  /(?:\b(?:to|for|(?:generated|expanded) from|intended recipient|message was addressed,|recipients?|user|address|mailbox|unknown|account|an|à|para|destinat[a-z]+|delivre a|size|host|failed|delivering)|[:：])\s*[<"'([«]*(?:mailto:)?$/i;

/** With so much evidence, whatever address stands in a sentence on the failure is the one that failed, in any language. */
const isSureFrom = 3;

/** The addresses that failed: those that begin a line, then those in a sentence, then those in a reply of a server. */
function recipients(notice: readonly string[], said: readonly string[], evidence: number): Named[] {
  const leading = each(notice, leadingAddress);
  if (leading.length > 0) return leading;
  const inSentence = each(notice, (line, at) =>
    isSaid(said[at] ?? '') || isSaid(said[at - 1] ?? '') || /\((?:generated|expanded) from/i.test(line)
      ? addressAfterWord(line)
      : null,
  );
  if (inSentence.length > 0) return inSentence;
  const inReply = each(notice, (line) => (isReply(line) ? (addressesIn(line)[0] ?? null) : null));
  if (inReply.length > 0) return inReply;
  const inHeader = each(notice, (line) => (/^\s*to\s*:/i.test(line) ? (addressesIn(line)[0] ?? null) : null));
  if (inHeader.length > 0 || evidence < isSureFrom) return inHeader;
  const beside = each(notice, (line, at) => (isSaid(said[at] ?? '') ? (addressNotOfSender(line) ?? null) : null));
  return beside.length > 0 ? beside : each(notice, (line) => (whomToAsk.test(line) ? null : addressAfterWord(line)));
}

/** A line that tells the reader where to turn. */
const whomToAsk = /\b(?:contact|support|help|assist|questions?|inquir|enquir|repl(?:y|ies)|write|visit|try|report)/i;

function each(notice: readonly string[], find: (line: string, at: number) => string | null): Named[] {
  const found = new Map<string, Named>();
  for (const [at, line] of notice.entries()) {
    if (!line.includes('@')) continue;
    const address = find(line, at);
    if (address && !found.has(address.toLowerCase())) found.set(address.toLowerCase(), { address, at });
  }
  return [...found.values()];
}

/** `<ada@example.org>: …`, `ada@example.org on Thu, …`, `550 ada@example.org... no`, `RCPT TO: ada@…`, `Ada<mailto:ada@…>`. */
function leadingAddress(line: string): string | null {
  const text = line
    .slice(0, 1_000)
    .replace(decoration, '')
    .replace(/^[45]\d\d[ -](?:[45]\.\d{1,3}\.\d{1,3}\s+)?/, '')
    .replace(/^<+/, '');
  const plain = text.replace(label, '').replace(decoration, '');
  const [address] = addressesIn(plain);
  if (!address) return null;
  const name = plain.slice(0, plain.toLowerCase().indexOf(address.toLowerCase()));
  if (/\b(?:smtp|rfc-?822)=$/i.test(name)) return address; // in the form of X.400, behind country and organization
  if (name === '' || name === 'mailto:') return /^[^@]+@[^@\s]+ wrote/.test(plain) ? null : address;
  return /^[^@:<]{1,60}[<(](?:mailto:)?$/.test(name) && plain.length < name.length + address.length + 4
    ? address
    : null;
}

function isSaid(text: string): boolean {
  return (
    anyone.some((words) => text.includes(words)) ||
    families.some(({ says }) => says.some((words) => text.includes(words)))
  );
}

function addressAfterWord(line: string): string | null {
  const text = line.slice(0, 2_000);
  return (
    addressesIn(text).find((address) =>
      before.test(text.slice(0, text.toLowerCase().indexOf(address.toLowerCase()))),
    ) ?? null
  );
}

function addressNotOfSender(line: string): string | undefined {
  const text = line.slice(0, 2_000);
  return addressesIn(text).find(
    (address) =>
      !/\b(?:from|by|sender)\s*[<"'(:]*\s*$/i.test(text.slice(0, text.toLowerCase().indexOf(address.toLowerCase()))),
  );
}

function isReply(line: string): boolean {
  return (
    /(?:^|[\s<>:#"'([])[45]\d\d[\s-]/.test(line) ||
    /^\s*(?:>>>|<<<)/.test(line) ||
    /unknown|rejected|not found|invalid|quota|full/i.test(line)
  );
}

/** `(generated from ada@example.org)`: the address that we wrote to, where it was an alias of the one that failed. */
function forwardedFrom(notice: readonly string[], at: number): string | null {
  const below = at === -1 ? '' : notice.slice(at, at + 2).join(' ');
  const alias = /\((?:generated|expanded) from:?\s*([^()]{3,320})\)/i.exec(below.slice(0, 2_000))?.[1];
  return alias ? (addressesIn(alias)[0] ?? null) : null;
}

/** What is said of an address: on its line and those below, else wherever a server's reply stands. */
function wordsFor(notice: readonly string[], address: string, at: number, next: number): string {
  const below = at === -1 ? [] : notice.slice(at, Math.min(next > at ? next : notice.length, at + 14));
  const own = bestOf(
    below.map((line, index) => (index === 0 ? line.replace(address, '').replace(/^[\s<>*"'()[\]:;,.-]+/, '') : line)),
  );
  if (own && hasReply(own)) return own;
  const naming = bestOf(notice.filter((line) => hasReply(line) && line.toLowerCase().includes(address.toLowerCase())));
  const anywhere = bestOf(notice.filter((line) => /^\s*(?:<<<|[45]\d\d[ -]|.{0,40}[(:#]\s*[45]\d\d[ -])/.test(line)));
  return naming || anywhere || own || bestOf(notice.filter((line) => isSaid(squash(line)))) || '';
}

function hasReply(text: string): boolean {
  return replyCodeOf(text) !== null || statusOf(text) !== null;
}

/** From the first line that holds a server's reply, else from the first that says something. */
function bestOf(lines: readonly string[]): string {
  const from = lines.findIndex(hasReply);
  const kept = (from === -1 ? lines : lines.slice(from, from + 4))
    .map((line) => line.trim())
    .filter((line) => line === '' || /[\p{L}\p{N}]/u.test(line) || line.startsWith('---'));
  const end = kept.findIndex((line, index) => index > 0 && (line.startsWith('---') || (from !== -1 && line === '')));
  return kept
    .slice(0, end === -1 ? undefined : end)
    .filter(Boolean)
    .join(' ')
    .replace(/\s+/g, ' ')
    .slice(0, 1_000);
}
