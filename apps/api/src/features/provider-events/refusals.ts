import { DomainError, invalid } from '@engagex/domain/shared';

export function wrongSignature(detail: string): DomainError {
  return new DomainError('forbidden', 'provider-event.wrong-signature', detail);
}

export function wrongPassword(): DomainError {
  return new DomainError(
    'unauthenticated',
    'provider-event.wrong-password',
    'The username or password of this webhook is wrong. Copy the URL from the transport again.',
  );
}

export function notJson(): DomainError {
  return invalid('provider-event.not-json', 'The body is not the JSON that this provider sends.');
}
