import { createHmac } from 'node:crypto';
import { type PrivacyGuard, privacyGuard, type PrivacySettings } from '@engagex/domain/events';
import type { Config } from '../../../config.ts';

type Secret = Pick<Config, 'ENCRYPTION_SECRET'>;

/** Applies an organization's rules to events as they arrive. */
export function guardOf(config: Secret, organizationId: string, privacy: PrivacySettings): PrivacyGuard {
  return privacyGuard(privacy, (text) => hashOf(config, organizationId, text));
}

/** The same for events that are stored: what is hashed already stays as it is. */
export function guardOfStored(config: Secret, organizationId: string, privacy: PrivacySettings): PrivacyGuard {
  return privacyGuard(privacy, (text) => (isHash.test(text) ? text : hashOf(config, organizationId, text)));
}

const isHash = /^sha256:[\da-f]{32}$/;

/** Stays the same for the organization, and cannot be guessed from outside. */
function hashOf(config: Secret, organizationId: string, text: string): string {
  const key = `${config.ENCRYPTION_SECRET} event properties ${organizationId}`;
  return `sha256:${createHmac('sha256', key).update(text).digest('hex').slice(0, 32)}`;
}
