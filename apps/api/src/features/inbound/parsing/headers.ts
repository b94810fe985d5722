import { decodeBytes } from './transfer.ts';

/** Header fields of a mail, a part or a block of a report, by lower-case name. */
export class Headers {
  readonly #fields: readonly (readonly [string, string])[];

  constructor(fields: readonly (readonly [string, string])[]) {
    this.#fields = fields.map(([name, value]) => [name, asText(value)]);
  }

  /** The first value of that name, unfolded; empty when there is none. */
  get(name: string): string {
    return this.#fields.find(([field]) => field === name)?.[1] ?? '';
  }

  all(name: string): string[] {
    return this.#fields.filter(([field]) => field === name).map(([, value]) => value);
  }

  has(name: string): boolean {
    return this.#fields.some(([field]) => field === name);
  }

  get size(): number {
    return this.#fields.length;
  }

  entries(): readonly (readonly [string, string])[] {
    return this.#fields;
  }
}

/** More fields than any mail needs. */
const maxFields = 1_000;
const maxValue = 10_000;
const fieldLine = /^([!-9;-~]{1,80})[ \t]{0,4}:/;

export function isFieldLine(line: string): boolean {
  return fieldLine.test(line);
}

/** Reads fields up to the first empty line. Returns them and where the rest begins. */
export function readHeaders(text: string, from = 0): { readonly headers: Headers; readonly bodyAt: number } {
  const fields: [string, string][] = [];
  let at = from;
  while (at < text.length) {
    const found = text.indexOf('\n', at);
    const end = found === -1 ? text.length : found;
    const line = text.slice(at, Math.min(end, at + maxValue));
    if (end === at || line.trim() === '') return { headers: new Headers(fields), bodyAt: end + 1 };
    const last = fields.at(-1);
    const name = fieldLine.exec(line);
    if ((line[0] === ' ' || line[0] === '\t') && last) {
      if (last[1].length < maxValue) last[1] += ` ${line.trim()}`;
    } else if (name?.[1]) {
      if (fields.length < maxFields) fields.push([name[1].toLowerCase(), line.slice(name[0].length).trim()]);
    } else if (fields.length > 0 && !/^>?From /.test(line)) {
      return { headers: new Headers(fields), bodyAt: at }; // the empty line is missing
    }
    at = end + 1;
  }
  return { headers: new Headers(fields), bodyAt: Math.min(at, text.length) };
}

/** `text/plain; charset="x"`: the value in lower case and its parameters (RFC 2045; RFC 2231 only as far as it is plain). */
export function readParameters(value: string): { readonly value: string; readonly parameters: Map<string, string> } {
  const parameters = new Map<string, string>();
  const first = value.split(';', 1)[0] ?? '';
  for (const [, name = '', quoted, plain = ''] of value.matchAll(
    /;\s*([a-z0-9-]{1,40})\*?\d?\*?\s*=\s*(?:"([^"]{0,500})"?|([^\s;"]{1,500}))/gi,
  ))
    if (!parameters.has(name.toLowerCase())) parameters.set(name.toLowerCase(), quoted ?? plain);
  return { value: first.trim().toLowerCase(), parameters };
}

/** Header values that are not ASCII are UTF-8 (RFC 6532) or a charset that they do not tell. */
function asText(value: string): string {
  if (!/[\u0080-\u00ff]/.test(value) || /[\u0100-\uffff]/.test(value)) return value;
  return decodeBytes(Buffer.from(value, 'latin1'), '');
}

const encodedWord = /=\?([a-z0-9_-]{1,40})(?:\*[a-z-]{1,20})?\?([bq])\?([^?\s]{0,2000})\?=(?:\s+(?==\?))?/gi;

/** `=?utf-8?B?…?=` (RFC 2047) as text. */
export function decodeWords(value: string): string {
  if (!value.includes('=?')) return value;
  return value.replace(encodedWord, (_, charset: string, encoding: string, words: string) =>
    encoding.toLowerCase() === 'b'
      ? decodeBytes(Buffer.from(words, 'base64'), charset)
      : decodeBytes(
          Buffer.from(
            words
              .replaceAll('_', ' ')
              .replace(/=([0-9a-f]{2})/gi, (_hex, code: string) => String.fromCharCode(parseInt(code, 16))),
            'latin1',
          ),
          charset,
        ),
  );
}
