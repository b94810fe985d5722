import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { importLimits } from '@engagex/domain/contacts';
import { invalid } from '@engagex/domain/shared';
import type { MultipartFile } from '@fastify/multipart';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FileTooLarge } from './malformed-file.ts';

const longestName = 200;
/** The form around the file: boundaries, headers, a few fields. */
const formBytes = 64 * 1024;

/**
 * Hands the file of an upload to `take` while it arrives. Refuses a form without one, and one that is too large: at
 * once when the request says so itself, otherwise as soon as the limit is reached.
 */
export async function receiveFile<T>(
  request: FastifyRequest,
  take: (name: string, content: MultipartFile['file']) => Promise<T>,
): Promise<T> {
  if (!request.isMultipart()) throw noFile();
  if (Number(request.headers['content-length'] ?? 0) > importLimits.fileBytes + formBytes) throw new FileTooLarge();
  const part = await request.file();
  if (part?.fieldname !== 'file') {
    part?.file.resume();
    throw noFile();
  }
  return take(nameOf(part.filename), part.file);
}

function noFile() {
  const message = 'Choose a CSV file to upload.';
  return invalid('import.no-file', message, [{ path: ['file'], message }]);
}

/** The browser's name for the file, as one line that is safe to show and store. */
function nameOf(fileName: string): string {
  const name = fileName.toWellFormed().replaceAll(/\p{Control}/gu, ' ').trim();
  return name.slice(0, longestName).toWellFormed() || 'upload.csv';
}
