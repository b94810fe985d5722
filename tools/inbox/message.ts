import PostalMime, { decodeWords } from 'postal-mime';

/** A message as it came over the wire: the envelope, and the bytes after DATA. */
export interface Message {
  readonly id: number;
  readonly receivedAt: Date;
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: Buffer;
}

/** One row of the list. */
export interface Summary {
  readonly id: number;
  readonly receivedAt: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly size: number;
}

export interface Opened extends Summary {
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly html: string | null;
  readonly text: string | null;
  readonly attachments: readonly { readonly filename: string; readonly type: string; readonly size: number }[];
}

/** Reads two headers and nothing else: the list shows thousands of messages of which few are ever opened. */
export function summarize({ id, receivedAt, from, to, raw }: Message): Summary {
  const head = headOf(raw);
  return {
    id,
    receivedAt: receivedAt.toISOString(),
    from: header(head, 'from') || from,
    to,
    subject: header(head, 'subject'),
    size: raw.length,
  };
}

export async function open(message: Message): Promise<Opened> {
  const email = await PostalMime.parse(message.raw, { attachmentEncoding: 'arraybuffer' });
  const images = new Map<string, string>();
  const attachments = email.attachments.map(({ contentId, mimeType, filename, content }) => {
    const bytes = Buffer.from(content as ArrayBuffer); // as asked for with attachmentEncoding
    if (contentId) images.set(contentId.replace(/^<|>$/g, ''), `data:${mimeType};base64,${bytes.toString('base64')}`);
    return { filename: filename ?? 'unnamed', type: mimeType, size: bytes.length };
  });
  return {
    ...summarize(message),
    headers: email.headers.map(({ key, originalKey, value }) => ({ name: originalKey ?? key, value })),
    html: email.html?.replace(/\bcid:([^"'\s)>]+)/g, (link, id: string) => images.get(id) ?? link) ?? null,
    text: email.text ?? null,
    attachments,
  };
}

function headOf(raw: Buffer): string {
  const end = raw.indexOf('\r\n\r\n');
  return raw.toString('utf8', 0, end === -1 ? Math.min(raw.length, 16_384) : end);
}

/** The header's value, unfolded (RFC 5322) and with its encoded words decoded (RFC 2047). */
function header(head: string, name: string): string {
  const match = new RegExp(`^${name}:[ \\t]*(.*(?:\\r\\n[ \\t].*)*)`, 'im').exec(head);
  return match?.[1] ? decodeWords(match[1].replace(/\r\n[ \t]+/g, ' ')).trim() : '';
}
