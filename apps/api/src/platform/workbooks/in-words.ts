import { DomainError } from '@engagex/domain/shared';
import { WorkbookRefusal } from './refusal.ts';

/** A refusal as the answer to the person who uploaded the file; any other error as it is. */
export function inWords(error: unknown): unknown {
  if (!(error instanceof WorkbookRefusal)) return error;
  const { code, message } = error;
  return new DomainError('invalid', `workbook.${code}`, message, { errors: [{ path: ['file'], message }] });
}
