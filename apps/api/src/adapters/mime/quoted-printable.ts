/** Quoted-printable (RFC 2045, 6.7), one stretch at a time: each begins at the start of a line and stands alone. */

const lineLength = 75; // and the = of a soft break
const softBreak = '=\r\n';
const lineBreak = '\r\n';

/** Letters that stand for themselves in any place, and fit on one line. */
const plain = /^[!-+\--<>-EG-~](?:[ !-<>-~]{0,73}[!-<>-~])?$/;

const literal = /^[\t !-<>-~]*[!-<>-~]$/;

const tokens = Array.from({ length: 256 }, (_, byte) =>
  (byte >= 0x20 && byte <= 0x7e && byte !== 0x3d) || byte === 0x09 ? String.fromCharCode(byte) : hexOf(byte),
);

function hexOf(byte: number): string {
  return `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}

/** Whatever kind of line break a text uses, \n afterwards. */
export function withPlainBreaks(text: string): string {
  return text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text;
}

/** One stretch of text; ASCII without a line that starts with a dot or is too long. */
export function quotedPrintable(text: string): string {
  if (plain.test(text) && !text.startsWith('.')) return text;
  return withPlainBreaks(text).split('\n').map(encodedLine).join(lineBreak);
}

/** The same, ended so that another stretch can follow at the start of a line. */
export function joinableQuotedPrintable(text: string): string {
  if (text === '') return '';
  const encoded = quotedPrintable(text);
  return encoded.endsWith(lineBreak) ? encoded : encoded + softBreak;
}

function encodedLine(line: string): string {
  return literal.test(line) ? cutLine(line) : escapedLine(line);
}

/** A line in which every letter stands for itself: only to be cut to length. */
function cutLine(line: string): string {
  let cut = '';
  let rest = line;
  for (;;) {
    const isSpecial = rest.startsWith('.') || rest.startsWith('From ');
    const start = isSpecial ? hexOf(rest.charCodeAt(0)) + rest.slice(1, lineLength - 2) : rest.slice(0, lineLength);
    rest = rest.slice(isSpecial ? lineLength - 2 : lineLength);
    if (rest === '') return cut + start;
    cut += start + softBreak;
  }
}

function escapedLine(line: string): string {
  const bytes = Buffer.from(line, 'utf8');
  let encoded = '';
  let width = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0;
    let token = tokens[byte] ?? '';
    // Space at the end of a line gets lost on the way.
    if ((byte === 0x20 || byte === 0x09) && index === bytes.length - 1) token = hexOf(byte);
    if (width + token.length > lineLength) {
      encoded += softBreak;
      width = 0;
    }
    if (width === 0 && isSpecialAtStart(bytes, index)) token = hexOf(byte);
    encoded += token;
    width += token.length;
  }
  return encoded;
}

/** A dot would end the message in SMTP if it stood alone; mailboxes in files take `From ` for the next message. */
function isSpecialAtStart(bytes: Buffer, index: number): boolean {
  if (bytes[index] === 0x2e) return true;
  return bytes[index] === 0x46 && bytes.toString('latin1', index, index + 5) === 'From ';
}
