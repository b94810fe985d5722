import type { Attachment } from '../../ports/mail.ts';
import { inOneDirection, onOneLine } from '@engagex/domain/shared';

/** Neither base64 nor quoted-printable can contain `=_` (RFC 2045, 6.7). */
const mixed = '=_engagex_mixed';
const related = '=_engagex_related';

/** A body, and the header lines that say how it is built. */
interface Structured {
  readonly structure: string;
  readonly body: string;
}

/** A message with files: as it would be without them, beside what its HTML shows (RFC 2387), then each other file. */
export function withAttachments(message: Structured, attachments: readonly Attachment[]): Structured {
  const inside = attachments.filter(({ contentId }) => contentId !== undefined);
  const files = attachments.filter(({ contentId }) => contentId === undefined);
  const shown = beside(message, inside, { boundary: related, kind: 'related; type="multipart/alternative"' });
  return beside(shown, files, { boundary: mixed, kind: 'mixed' });
}

function beside(
  { structure, body }: Structured,
  attachments: readonly Attachment[],
  { boundary, kind }: { readonly boundary: string; readonly kind: string },
): Structured {
  if (attachments.length === 0) return { structure, body };
  const files = attachments.map((attachment) => `--${boundary}\r\n${partOf(attachment)}\r\n`).join('');
  return {
    structure: `Content-Type: multipart/${kind}; boundary="${boundary}"\r\n`,
    body: `--${boundary}\r\n${structure}\r\n${body}\r\n${files}--${boundary}--\r\n`,
  };
}

function partOf({ name, contentType, content, contentId }: Attachment): string {
  const lines = content.toString('base64').replaceAll(/.{76}(?=.)/g, '$&\r\n');
  const place = contentId === undefined ? 'attachment' : 'inline';
  return (
    `Content-Type: ${contentType}\r\n` +
    (contentId === undefined ? '' : `Content-ID: <${contentId}>\r\n`) +
    `Content-Disposition: ${place};\r\n ${fileName(inOneDirection(onOneLine(name)))}\r\n` +
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
