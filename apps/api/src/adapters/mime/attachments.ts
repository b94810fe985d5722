import type { Attachment } from '../../ports/mail.ts';
import { inOneDirection, onOneLine } from '@engagex/domain/shared';

/** Neither base64 nor quoted-printable can contain `=_` (RFC 2045, 6.7). */
const boundary = '=_engagex_mixed';

export const mixedStructure = `MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="${boundary}"\r\n`;

/** The body of a message with files: the message as it would be without them, with its own structure, then each file. */
export function withAttachments(structure: string, body: string, attachments: readonly Attachment[]): string {
  const files = attachments.map((attachment) => `--${boundary}\r\n${partOf(attachment)}\r\n`).join('');
  return `--${boundary}\r\n${structure}\r\n${body}\r\n${files}--${boundary}--\r\n`;
}

function partOf({ name, contentType, content }: Attachment): string {
  const lines = content.toString('base64').replaceAll(/.{76}(?=.)/g, '$&\r\n');
  return (
    `Content-Type: ${contentType}\r\n` +
    `Content-Disposition: attachment;\r\n ${fileName(inOneDirection(onOneLine(name)))}\r\n` +
    `Content-Transfer-Encoding: base64\r\n\r\n${lines}`
  );
}

const longestValue = 55; // of a parameter; a line of 76 also has its name and charset

/**
 * The name in ASCII, and when that is not all of it, as RFC 2231 writes it: programs that know that take the second. A
 * long one goes over several parameters, none of which cuts a character, so that no line is too long.
 */
function fileName(name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\]/gu, '_');
  if (plain === name && plain.length <= longestValue) return `filename="${plain}"`;
  const [first = '', ...others] = partsOf(name);
  const parameters =
    others.length === 0
      ? [`filename*=UTF-8''${first}`]
      : [first, ...others].map((part, index) => `filename*${index}*=${index === 0 ? "UTF-8''" : ''}${part}`);
  return [`filename="${shortened(plain)}"`, ...parameters].join(';\r\n ');
}

/** Percent-encoded, whole characters in each. */
function partsOf(name: string): string[] {
  const parts = [''];
  for (const character of name.toWellFormed()) {
    const encoded = encodeURIComponent(character).replaceAll(
      /['()*]/g,
      (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
    );
    const last = parts.length - 1;
    if ((parts[last] ?? '').length + encoded.length > longestValue) parts.push(encoded);
    else parts[last] += encoded;
  }
  return parts;
}

/** The end says what kind of file it is. */
function shortened(name: string): string {
  if (name.length <= longestValue) return name;
  const ending = /\.[^.]{1,10}$/.exec(name)?.[0] ?? '';
  return name.slice(0, longestValue - ending.length) + ending;
}
