import type { Attachment } from '../../ports/mail.ts';
import { onOneLine } from '@engagex/domain/shared';

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
    `Content-Disposition: attachment;\r\n ${fileName(onOneLine(name))}\r\n` +
    `Content-Transfer-Encoding: base64\r\n\r\n${lines}`
  );
}

/** As RFC 2231 writes what is not ASCII, and without it for programs that do not know that. */
function fileName(name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\]/g, '_');
  if (plain === name) return `filename="${plain}"`;
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `filename="${plain}";\r\n filename*=UTF-8''${encoded}`;
}
