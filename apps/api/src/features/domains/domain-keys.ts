import { createHash, generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { Injectable } from '@nestjs/common';
import { currentScope, TenantDb } from '@engagex/tenancy';
import { SecretBox } from '../../platform/secret-box.ts';
import { addKey } from './domains.queries.ts';

export const selectors = ['s1', 's2'] as const;
/** Longer keys do not fit into one answer of the DNS everywhere, shorter ones are no longer trusted. */
const modulusLength = 2_048;

/** On a thread of its own. */
const generate = promisify(generateKeyPair);

export interface NewPair {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** A new pair; takes a tenth of a second, so nothing is locked meanwhile. */
export async function newPair(): Promise<NewPair> {
  const { publicKey, privateKey } = await generate('rsa', { modulusLength });
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** Keeps the pairs of domains: private keys are sealed. */
@Injectable()
export class DomainKeys {
  constructor(
    private readonly db: TenantDb,
    private readonly box: SecretBox,
  ) {}

  /** In the open transaction; a selector that has a pair keeps it. */
  async add(domainId: string, selector: string, { publicKey, privateKey }: NewPair): Promise<void> {
    const sealed = this.box.seal(privateKey, purposeOfKey(publicKey));
    await this.db.rows(addKey, [domainId, selector, publicKey, sealed, this.box.keyId]);
  }
}

/** What the private key of a pair is bound to. */
export function purposeOfKey(publicKey: string): string {
  const name = createHash('sha256').update(publicKey).digest('hex');
  return `domain key ${currentScope().organizationId} ${name}`;
}
