import { randomBytes } from 'node:crypto';

const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789';
const length = 20;

/** 100 bits, in letters and digits that no form of a DNS host changes. */
export function newToken(): string {
  return Array.from(randomBytes(length), (byte) => alphabet[byte & 31]).join('');
}
