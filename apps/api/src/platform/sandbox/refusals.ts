import { DomainError } from '@engagex/domain/shared';

const tooComplex = 'content.too-complex';
const notReadable = 'content.unreadable';

/** What is wrong with the content itself, in words; null for any other error. */
export function refusalOfContent(error: unknown): string | null {
  const isOfContent = error instanceof DomainError && (error.code === tooComplex || error.code === notReadable);
  return isOfContent ? error.message : null;
}

const simpler = 'Make it smaller, or remove loops and nesting.';

function tooMuch(what: string): DomainError {
  const message = `${what} ${simpler}`;
  return new DomainError('invalid', tooComplex, message, { errors: [{ path: ['body'], message }] });
}

export function takesTime(ms: number): DomainError {
  const limit = ms >= 1_000 ? `${ms / 1_000} seconds` : `${ms} milliseconds`;
  return tooMuch(`Preparing this content took longer than the limit of ${limit}.`);
}

export function needsMemory(megabytes: number): DomainError {
  return tooMuch(`Preparing this content needs more memory than the limit of ${megabytes} MB.`);
}

export function tooNested(): DomainError {
  return tooMuch('The elements or expressions in this content are nested deeper than the limit.');
}

/** What our own code or a library stumbled over; the log says more. */
export function unreadable(): DomainError {
  const message = 'This content cannot be read. Check that its markup is complete.';
  return new DomainError('invalid', notReadable, message, { errors: [{ path: ['body'], message }] });
}

/** The kind says whose doing it is: of the organization itself (429), or of all together (503). */
export function busy(isOwn: boolean): DomainError {
  return isOwn
    ? new DomainError(
        'limit',
        'content.limit',
        'Your organization is preparing many messages right now. Try again soon.',
      )
    : new DomainError('unavailable', 'content.busy', 'Many messages are being prepared right now. Try again soon.');
}

export function notStarted(): DomainError {
  return new DomainError('unavailable', 'content.unavailable', 'The content could not be prepared. Try again soon.');
}

export function stopped(): DomainError {
  return new DomainError('unavailable', 'content.stopped', 'The server is restarting. Try again in a moment.');
}
