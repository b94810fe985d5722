import { z } from 'zod';
import { hasControlCharacter } from './schemas.ts';

const maxAddressLength = 254; // RFC 5321, 4.5.3.1.3 (path of 256 with its brackets)
const maxLocalPartLength = 64; // RFC 5321, 4.5.3.1.1
const localPart = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;
const domainLabel = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;

/**
 * Why an address cannot be mailed, or null when it can: the dot-atom form of RFC 5322 with a public domain name.
 * Quoted local parts and address literals are refused; nobody types them on purpose. Runs in linear time.
 */
export function problemWithAddress(address: string): string | null {
  if (address === '') return 'The address is empty.';
  if (address.length > maxAddressLength) return `The address is longer than ${maxAddressLength} characters.`;
  if (hasControlCharacter(address) || /\s/.test(address)) return 'The address contains a space or line break.';
  const at = address.lastIndexOf('@');
  if (at < 1) return 'The address has no name before an @.';
  const local = address.slice(0, at);
  if (local.length > maxLocalPartLength)
    return `The part before the @ is longer than ${maxLocalPartLength} characters.`;
  if (!localPart.test(local)) return 'The part before the @ contains a character that addresses cannot have.';
  const labels = address.slice(at + 1).split('.');
  if (labels.length < 2) return 'The domain after the @ has no dot.';
  if (!labels.every((label) => domainLabel.test(label))) return 'The domain after the @ is not a valid domain name.';
  if (/^\d+$/.test(labels.at(-1) ?? '')) return 'The domain after the @ is not a valid domain name.';
  return null;
}

/**
 * How two spellings of one address are recognised as the same person: compared without case, in one Unicode form, the
 * domain as DNS knows it (UTS #46: `MÜNCHEN.example` and `xn--mnchen-3ya.example` are one).
 */
export function addressKey(address: string): string {
  const key = address.normalize('NFC').toLowerCase();
  const at = key.lastIndexOf('@');
  const url = /[^\u0000-\u007f]/.test(key.slice(at + 1)) ? `http://${key.slice(at + 1)}` : ''; // eslint-disable-line no-control-regex
  return URL.canParse(url) ? `${key.slice(0, at + 1)}${new URL(url).hostname}` : key;
}

/** An email address as a person types it; surrounding space is forgiven. */
export const emailAddress = z
  .string('Enter an email address.')
  .trim()
  .superRefine((address, context) => {
    const problem = problemWithAddress(address);
    if (problem) context.addIssue({ code: 'custom', message: problem });
  });

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
