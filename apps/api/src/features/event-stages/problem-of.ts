import { QueryFailedError } from 'typeorm';
import { DomainError } from '@engagex/domain/shared';

const longest = 500;

/** What a member who looks into a failed event reads. Values of the event may be in it. */
export function problemOf(error: unknown): string {
  if (error instanceof DomainError) return error.message;
  const said = error instanceof QueryFailedError ? `PostgreSQL: ${error.driverError.message}` : String(error);
  return said.replaceAll('\0', '').toWellFormed().slice(0, longest);
}
