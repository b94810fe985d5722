import { decodeWords, readParameters } from './headers.ts';
import { everyPart, readMime } from './mime.ts';
import { decodeTransfer } from './transfer.ts';

export interface Attached {
  readonly fileName: string;
  readonly bytes: Buffer;
}

/** The files in a mail: parts that have a name, and the mail itself where it is nothing but a file (RFC 2183). */
export function attachmentsIn(raw: Uint8Array): Attached[] {
  return [...everyPart(readMime(raw))].flatMap(({ headers, type, parameters, body }): Attached[] => {
    const { parameters: disposition } = readParameters(headers.get('content-disposition'));
    const fileName = disposition.get('filename') ?? parameters.get('name') ?? '';
    if (body === '' || (fileName === '' && !type.startsWith('application/'))) return [];
    return [{ fileName: decodeWords(fileName), bytes: decodeTransfer(body, headers.get('content-transfer-encoding')) }];
  });
}
