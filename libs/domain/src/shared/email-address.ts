import { z } from 'zod';
import { hasControlCharacter } from './schemas.ts';

const maxAddressLength = 254; // RFC 5321, 4.5.3.1.3 (path of 256 with its brackets)
const maxLocalPartLength = 64; // RFC 5321, 4.5.3.1.1
/** Dots may stand anywhere: some providers gave out `a..b@` and `a.@`, which are sent with their local part quoted. */
const localPart = /^[a-z0-9!#$%&'*+/=?^_`{|}~.-]+$/i;
const domainLabel = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
const dotAtom = /^[^.]+(?:\.[^.]+)*$/;

/** What nearly every address looks like: nothing to clean, nothing to object to except its length. */
const plain = /^[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@(?:[a-z0-9]+(?:-+[a-z0-9]+)*\.)+[a-z]{2,63}$/i;

/**
 * Why an address cannot be mailed, or null when it can: ASCII atoms and dots (RFC 5322, 3.2.3) with a public domain name,
 * umlaut domains as A-labels (`spelledAddress`). Address literals and other quoted local parts are refused; nobody types
 * them on purpose. Runs in linear time.
 */
export function problemWithAddress(address: string): string | null {
  if (address === '') return 'The address is empty.';
  if (address.length > maxAddressLength) return `The address is longer than ${maxAddressLength} characters.`;
  if (hasControlCharacter(address) || /\s/.test(address)) return 'The address contains a space or line break.';
  const at = address.lastIndexOf('@');
  if (at < 1) return 'The address has no name before the @ sign.';
  const local = address.slice(0, at);
  if (local.length > maxLocalPartLength)
    return `The part before the @ is longer than ${maxLocalPartLength} characters.`;
  if (!localPart.test(local) || /^\.+$/.test(local))
    return 'The part before the @ contains a character that addresses cannot have.';
  const labels = address.slice(at + 1).split('.');
  if (labels.length < 2) return 'The domain after the @ has no dot.';
  if (!labels.every((label) => domainLabel.test(label))) return 'The domain after the @ is not a valid domain name.';
  if (/^\d+$/.test(labels.at(-1) ?? '')) return 'The domain after the @ is not a valid domain name.';
  return null;
}

/** Whether an address can be mailed but breaks the rule for dots (RFC 5322, 3.2.3): worth a second look. */
export function hasUnusualDots(address: string): boolean {
  return !dotAtom.test(address.slice(0, address.lastIndexOf('@')));
}

/** The address as a command or header field needs it: a local part that is no dot-atom is quoted (RFC 5321, 4.1.2). */
export function quotedAddress(address: string): string {
  if (!hasUnusualDots(address)) return address;
  const at = address.lastIndexOf('@');
  return `"${address.slice(0, at)}"${address.slice(at)}`;
}

/**
 * How an address is stored, whichever door it came through: without characters that nobody sees, full-width letters as
 * ordinary ones, the domain as DNS knows it (UTS #46: `münchen.example` becomes `xn--mnchen-3ya.example`). What is no
 * address stays wrong, for `problemWithAddress` to say how.
 */
export function spelledAddress(text: string): string {
  if (plain.test(text)) return text;
  const seen = text.replaceAll(unseen, '').trim();
  const address = /[\uff01-\uff5e]/.test(seen) ? seen.normalize('NFKC') : seen;
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  if (at === -1 || !/[^\u0020-\u007e]/.test(domain)) return address;
  return `${address.slice(0, at + 1)}${domainInAscii(domain) ?? domain}`;
}

/** Whether an address certainly can be mailed as it is: nearly all can, and this is much quicker to ask. */
export function isPlainAddress(text: string): boolean {
  return text.length <= maxLocalPartLength && plain.test(text);
}

/** What is behind the `@` of an address, in lower case: domains are compared without it (RFC 4343). */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

/** Zero-width and directional marks, soft hyphens, byte order marks: they come with text that was copied from a page. */
const unseen = /\p{Cf}|\p{Variation_Selector}|\u034f|\u115f/gu;

/** The domain as DNS knows it, in lower case: an A-label for each label with an umlaut (UTS #46). Null for what is no domain. */
export function domainInAscii(domain: string): string | null {
  if (!/^[\p{L}\p{M}\p{N}.\-。．｡]+$/u.test(domain)) return null; // a slash or colon would make more than a host of it
  return URL.canParse(`http://${domain}`) ? new URL(`http://${domain}`).hostname : null;
}

/** An address found in a text that holds a little more, such as `Ada <ada@mail.example>`. */
export interface FoundAddress {
  readonly address: string;
  /** A second address in the same text, which is not kept. */
  readonly other: string | null;
}

/**
 * The address that a cell of a file means, where only one reading is possible: without a name and brackets, `mailto:`,
 * quotes, an apostrophe in front, and punctuation at the end. Of two addresses the first counts. Answers the cell itself
 * when it holds none.
 */
export function addressIn(cell: string): FoundAddress {
  if (plain.test(cell)) return { address: cell, other: null };
  const whole = spelledAddress(cell);
  const [first = whole, second] = partsOf(whole)
    .map((part) => unwrapped(part))
    .filter((part) => part.includes('@'));
  const other = second === undefined || addressKey(second) === addressKey(first) ? null : second;
  return { address: first, other };
}

/** Cut at what stands between two addresses: `a@x.example; b@y.example`. */
function partsOf(text: string): string[] {
  if (text.indexOf('@') === text.lastIndexOf('@')) return [text];
  const between = text.split(/[;,|\n]\s*|\s+(?:\/|and|or|und|oder|et|ou|y|o|e|en|of)\s+|\s*\/\s*|\s+(?=[^\s<>]+@)/i);
  return between.length > 1 ? between : [text];
}

function unwrapped(text: string): string {
  const inBrackets = /<([^<>]*@[^<>]*)>/.exec(text)?.[1] ?? text;
  const bare = inBrackets
    .trim()
    .replace(/^(?:mailto|e-?mail|smtp)\s*:\s*/i, '')
    .replace(/\?(?:subject|body|cc|bcc)=.*$/is, '')
    .replace(/^[<([{"“”„«‹'‘’`,;:]+/, '')
    .replace(/[>)\]}"“”»›'‘’`,;:.!?]+$/, '')
    .replace(/\s*@\s*/, '@')
    .trim();
  // "a..b"@docomo.example as it travels
  const quoted = /^([^"\s]+)"(@[^@]+)$/.exec(bare);
  return spelledAddress(quoted ? `${quoted[1]}${quoted[2]}` : bare);
}

/**
 * How two spellings of one address are recognised as the same person: compared without case, as `spelledAddress` stores
 * it, in one Unicode form.
 */
export function addressKey(address: string): string {
  return spelledAddress(address.normalize('NFC')).toLowerCase();
}

/** An email address as a person types it; surrounding space is forgiven, and it is kept as `spelledAddress` has it. */
export const emailAddress = z
  .string('Enter an email address.')
  .max(2_000, 'Enter an email address.')
  .transform((text) => spelledAddress(text.trim()))
  .superRefine((address, context) => {
    const problem = problemWithAddress(address);
    if (problem) context.addIssue({ code: 'custom', message: problem });
  });

/** A domain as a person types it, kept as DNS knows it. */
export function domainName(message: string) {
  return z
    .string(message)
    .trim()
    .transform((text) => domainInAscii(text.toLowerCase()) ?? text.toLowerCase())
    .pipe(z.string().regex(/^(?=.{4,253}$)([a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63}$/, message));
}

/** An address in any spelling, as it is compared: without case, its domain in ASCII (IDNA). */
export const comparedAddress = z
  .string('Enter an email address.')
  .trim()
  .max(320, 'Use at most 320 characters.')
  .transform(addressKey)
  .superRefine((address, context) => {
    const problem = problemWithAddress(address);
    if (problem) context.addIssue({ code: 'custom', message: problem });
  });
