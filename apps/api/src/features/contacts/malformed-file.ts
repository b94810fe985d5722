import { importLimits } from '@engagex/domain/contacts';
import { DomainError } from '@engagex/domain/shared';

/** A file that cannot be imported as it is; `line` is where to look, counted from 1 with the header. */
export function malformed(line: number | null, message: string): DomainError {
  return new DomainError('invalid', 'import.malformed', message, {
    errors: [{ path: ['file'], message, ...(line === null ? {} : { line }) }],
  });
}

/** Larger than `importLimits.fileBytes`. */
export class FileTooLarge extends Error {
  constructor() {
    super(`The file is larger than ${importLimits.fileBytes / 1024 / 1024} MB. Split it and upload the parts.`);
  }
}
