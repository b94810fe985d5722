import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import type { EventExportDestination, EventExportDestinationInput } from '@engagex/domain/event-exports';
import { DomainError, invalid } from '@engagex/domain/shared';
import { currentScope, TenantDb } from '@engagex/tenancy';
import { SecretBox } from '../../../platform/secret-box.ts';
import { sealedSecrets } from './event-export-settings.queries.ts';

interface Sealed {
  readonly destination: EventExportDestination;
  readonly secretAccessKey: Buffer | null;
  readonly signingSecret: Buffer | null;
}

/** A destination with what is needed to deliver to it. */
export type ReadyDestination =
  | { readonly kind: 'none' }
  | { readonly kind: 'webhook'; readonly url: string; readonly signingSecret: string }
  | (Extract<EventExportDestination, { kind: 's3' }> & { readonly secretAccessKey: string });

/** Secrets of the destination, sealed. */
@Injectable()
export class DestinationSecrets {
  constructor(
    private readonly db: TenantDb,
    private readonly box: SecretBox,
  ) {}

  sealAccessKey(secret: string): Buffer {
    return this.box.seal(secret, this.#purpose('access key'));
  }

  newSigningSecret(): { readonly secret: string; readonly sealed: Buffer } {
    const secret = `whsec_${randomBytes(32).toString('base64')}`; // as Standard Webhooks writes it
    return { secret, sealed: this.box.seal(secret, this.#purpose('signing secret')) };
  }

  async signingSecret(): Promise<string | null> {
    const stored = await this.db.row<Sealed>(sealedSecrets);
    return stored?.signingSecret ? this.#open(stored.signingSecret, 'signing secret') : null;
  }

  /** The stored destination, in an open transaction. */
  async stored(): Promise<ReadyDestination> {
    const stored = await this.db.row<Sealed>(sealedSecrets);
    return stored ? this.#ready(stored.destination, stored) : { kind: 'none' };
  }

  /** One that is not stored yet; what is left out of it is taken from the one that is. */
  async completed(destination: EventExportDestinationInput): Promise<ReadyDestination> {
    return this.#ready(destination, await this.db.row<Sealed>(sealedSecrets));
  }

  #ready(destination: EventExportDestinationInput | EventExportDestination, stored: Sealed | null): ReadyDestination {
    if (destination.kind === 'none') return destination;
    if (destination.kind === 'webhook') {
      const sealed = stored?.signingSecret;
      const signingSecret = sealed ? this.#open(sealed, 'signing secret') : this.newSigningSecret().secret;
      return { ...destination, signingSecret };
    }
    const given = 'secretAccessKey' in destination ? destination.secretAccessKey : undefined;
    const sealed = stored?.secretAccessKey;
    const secretAccessKey = given ?? (sealed ? this.#open(sealed, 'access key') : null);
    if (!secretAccessKey) throw secretMissing();
    return { ...destination, secretAccessKey };
  }

  #open(sealed: Buffer, what: string): string {
    try {
      return this.box.open(sealed, this.#purpose(what));
    } catch (cause) {
      const words = 'The stored secret can no longer be read. Enter it again in the settings of the daily export.';
      throw new DomainError('conflict', 'event-export.secret-unreadable', words, { cause });
    }
  }

  #purpose(what: string): string {
    return `event export ${what} ${currentScope().organizationId}`;
  }
}

export function secretMissing(): DomainError {
  return invalid('event-export.secret-missing', 'Enter the secret access key.', [
    { path: ['destination', 'secretAccessKey'], message: 'Enter the secret access key.' },
  ]);
}
