/** Charsets that mail uses and the decoder knows under another name. */
const otherNames: Readonly<Record<string, string>> = {
  'iso-8859-8-i': 'iso-8859-8',
  'cp-850': 'windows-1252',
  cp850: 'windows-1252',
  'ks_c_5601-1987': 'euc-kr',
  'x-unknown': 'utf-8',
  'unknown-8bit': 'utf-8',
  'us-ascii': 'utf-8',
  ascii: 'utf-8',
  'ansi_x3.4-1968': 'utf-8',
};

/** Bytes as text. Bytes that the charset does not have become U+FFFD; a charset that nobody knows is read as windows-1252. */
export function decodeBytes(bytes: Uint8Array, charset: string): string {
  const name = charset.trim().toLowerCase();
  const known = otherNames[name] ?? (name || 'utf-8');
  if (known === 'utf-8') return decodeGuessed(bytes);
  try {
    return new TextDecoder(known).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** UTF-8 if it is, else the charset of most mail that does not say. */
function decodeGuessed(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** The body of a part as text. `body` holds one character per byte. */
export function decodeBody(body: string, transferEncoding: string, charset: string): string {
  const bytes = decodeTransfer(body, transferEncoding);
  return decodeBytes(bytes, charset).replace(/\r\n?/g, '\n');
}

/** The bytes of a body, which holds one character per byte. */
export function decodeTransfer(body: string, transferEncoding: string): Buffer {
  const encoding = transferEncoding.trim().toLowerCase();
  if (encoding === 'base64') return Buffer.from(body, 'base64');
  if (encoding === 'quoted-printable')
    return Buffer.from(
      body
        .replace(/=[ \t]{0,80}\n/g, '')
        .replace(/=([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16))),
      'latin1',
    );
  return Buffer.from(body, 'latin1');
}
