import { domainToASCII } from 'node:url';
import { inOneDirection, onOneLine, quotedAddress } from '@engagex/domain/shared';

/** Header fields as RFC 5322 wants them folded and RFC 2047 wants them encoded. No value can begin a field of its own. */

const lineLength = 76;
const longestWord = 60;
const bytesPerEncodedWord = 36; // 48 characters of base64, 60 with its frame

const printable = /^[\x20-\x7e]*$/;
const atoms = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*$/; // RFC 5322, 3.2.3, with spaces
const tooLongWord = new RegExp(`[^ ]{${longestWord}}`);
const fieldName = /^[A-Za-z][A-Za-z0-9-]*$/;

/** Free text, such as a subject. */
export function textField(name: string, value: string): string {
  const text = onOneLine(value);
  return folded(`${name}: ${isPlain(text) ? text : encodedWords(text)}`);
}

/** A field whose value has a form of its own, such as a list of addresses in brackets; nothing when it is empty. */
export function formalField(name: string, value: string): string {
  if (!fieldName.test(name)) throw new TypeError(`${name} is not the name of a header field.`);
  const text = onOneLine(value);
  if (text === '') return '';
  return folded(`${name}: ${printable.test(text) && !text.includes('=?') ? text : encodedWords(text)}`);
}

export function addressField(name: string, person: { readonly name: string; readonly address: string }): string {
  const phrase = phraseOf(inOneDirection(onOneLine(person.name)));
  return folded(phrase === '' ? `${name}: ${person.address}` : `${name}: ${phrase} <${person.address}>`);
}

/** The address as it travels: its domain in ASCII, a local part with unusual dots in quotes (RFC 5321, 4.1.2). Null for what would not be one address in a command or a field. */
export function travelling(address: string): string | null {
  // oxlint-disable-next-line no-control-regex -- control characters are what must not get through
  if (/[\s\u0000-\u0020<>"(),:;[\\\]\u007f-\u009f]/.test(address)) return null;
  const at = address.lastIndexOf('@');
  if (at < 1 || at === address.length - 1) return null;
  if (printable.test(address)) return quotedAddress(address);
  const domain = domainToASCII(address.slice(at + 1));
  return domain === '' ? null : quotedAddress(`${address.slice(0, at)}@${domain}`);
}

export function isAscii(text: string): boolean {
  return printable.test(text);
}

function phraseOf(name: string): string {
  if (name === '' || (atoms.test(name) && isPlain(name))) return name;
  if (isPlain(name)) return `"${name.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
  return encodedWords(name);
}

/** Nothing to encode, nothing that reads as if it were encoded, and no word that cannot be folded. */
function isPlain(text: string): boolean {
  return printable.test(text) && !text.includes('=?') && !tooLongWord.test(text);
}

/** Whole characters per word; the space between words is no part of the text. */
function encodedWords(text: string): string {
  const words: string[] = [];
  let word = '';
  let bytes = 0;
  for (const character of text) {
    const more = Buffer.byteLength(character);
    if (bytes + more > bytesPerEncodedWord) {
      words.push(word);
      [word, bytes] = ['', 0];
    }
    word += character;
    bytes += more;
  }
  return [...words, word].map((each) => `=?UTF-8?B?${Buffer.from(each).toString('base64')}?=`).join(' ');
}

/** Breaks before a space that something follows; unfolding gives the same line again. */
function folded(field: string): string {
  if (field.length <= lineLength) return `${field}\r\n`;
  let lines = '';
  let rest = field;
  while (rest.length > lineLength) {
    const at = placeToFold(rest);
    if (at === -1) break;
    lines += `${rest.slice(0, at)}\r\n`;
    rest = rest.slice(at);
  }
  return `${lines}${rest}\r\n`;
}

/** The last space within the line that stands between two words, or else the first after it. */
function placeToFold(line: string): number {
  const isBetween = (at: number) => line[at] === ' ' && line[at + 1] !== ' ' && /[^ ]/.test(line.slice(1, at));
  for (let at = lineLength; at > 1; at -= 1) if (isBetween(at)) return at;
  for (let at = lineLength + 1; at < line.length - 1; at += 1) if (isBetween(at)) return at;
  return -1;
}
