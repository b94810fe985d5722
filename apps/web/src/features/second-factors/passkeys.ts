import { messageOf } from '../../shared/api-error.ts';

/** Whether this browser knows passkeys at all. */
export function hasPasskeys(): boolean {
  return typeof window.PublicKeyCredential === 'function';
}

/** What to tell a person whose passkey did not work; null when they chose not to go on. */
export function passkeyFailure(error: unknown): string | null {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'AbortError') return null;
  if (name === 'InvalidStateError') return 'This device already has a passkey for your account.';
  if (name === 'SecurityError') return 'Passkeys only work over HTTPS at the URL EngageX is set up for.';
  return messageOf(error);
}
