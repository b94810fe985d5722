import { createHash } from 'node:crypto';
import type pg from 'pg';
import { SecretBox } from '../../../apps/api/src/platform/secret-box.ts';
import { quoted } from '../database/catalogue.ts';

interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** Where it is said which key it was sealed with. */
  readonly keyColumn?: string;
  /** SQL of what tells its purpose apart. */
  readonly of: string;
  /** What it was sealed for, as its feature says it. */
  readonly purpose: (organizationId: string, of: string) => string;
  /** What has to be entered again without it. */
  readonly words: string;
}

const plain = (what: string) => (organizationId: string) => `${what} ${organizationId}`;
const each = (what: string) => (organizationId: string, of: string) => `${what} ${organizationId} ${of}`;

/** Every column of an organization that is encrypted with ENCRYPTION_SECRET. */
export const sealedColumns: readonly SealedColumn[] = [
  {
    table: 'transports',
    column: 'credentials_encrypted',
    keyColumn: 'credentials_key_id',
    of: 'id',
    purpose: each('transport'),
    words: 'passwords and keys of transports',
  },
  {
    table: 'bounce_mailboxes',
    column: 'password_encrypted',
    keyColumn: 'password_key_id',
    of: 'id',
    purpose: each('bounce mailbox'),
    words: 'passwords of bounce mailboxes',
  },
  {
    table: 'postmaster_accounts',
    column: 'credentials_encrypted',
    keyColumn: 'credentials_key_id',
    of: `''`,
    purpose: plain('postmaster'),
    words: 'credentials of Google Postmaster Tools',
  },
  {
    table: 'domain_keys',
    column: 'private_key_encrypted',
    keyColumn: 'private_key_key_id',
    of: 'public_key',
    purpose: (organizationId, publicKey) =>
      `domain key ${organizationId} ${createHash('sha256').update(publicKey).digest('hex')}`,
    words: 'DKIM keys: delete each sending domain and add it again',
  },
  {
    table: 'event_settings',
    column: 'identity_secret',
    of: `''`,
    purpose: plain('event identity secret'),
    words: 'the secret that signs user IDs',
  },
  {
    table: 'event_settings',
    column: 'former_secret',
    of: `''`,
    purpose: plain('event identity secret'),
    words: 'the secret that signs user IDs',
  },
  {
    table: 'event_hooks',
    column: 'secret_encrypted',
    keyColumn: 'secret_key_id',
    of: 'id',
    purpose: each('event hook'),
    words: 'signing secrets of event webhooks',
  },
  {
    table: 'event_export_settings',
    column: 'secret_access_key',
    of: `''`,
    purpose: plain('event export access key'),
    words: 'the access key of the bucket for event exports',
  },
  {
    table: 'event_export_settings',
    column: 'signing_secret',
    of: `''`,
    purpose: plain('event export signing secret'),
    words: 'the signing secret of event exports',
  },
  {
    table: 'identity_providers',
    column: 'client_secret_encrypted',
    of: `''`,
    purpose: plain('identity provider'),
    words: 'the client secret of the identity provider',
  },
];

interface Keys {
  /** What the backup was made with; null when nobody has it any more. */
  readonly former: string | null;
  readonly current: string;
}

/** Seals secrets anew with the key of this installation, in the open transaction. Answers what has to be entered again. */
export async function sealAgain(
  client: pg.ClientBase,
  organizationId: string,
  { former, current }: Keys,
): Promise<readonly string[]> {
  const from = former === null ? null : new SecretBox(former);
  const to = new SecretBox(current);
  const lost = new Set<string>();
  for (const { table, column, keyColumn, of, purpose, words } of sealedColumns) {
    const { rows } = await client.query<{ row: string; of: string; sealed: Buffer }>(
      `select ctid::text as row, (${of})::text as of, ${column} as sealed from ${quoted(table)}
       where organization_id = $1 and ${column} is not null`,
      [organizationId],
    );
    for (const { row, of: one, sealed } of rows) {
      const secret = from && opened(from, sealed, purpose(organizationId, one));
      if (secret === null) {
        lost.add(words);
        continue;
      }
      const key = keyColumn ? `, ${keyColumn} = $3` : '';
      await client.query(`update ${quoted(table)} set ${column} = $2${key} where ctid = $1::tid`, [
        row,
        to.seal(secret, purpose(organizationId, one)),
        ...(keyColumn ? [to.keyId] : []),
      ]);
    }
  }
  return [...lost];
}

function opened(box: SecretBox, sealed: Buffer, purpose: string): string | null {
  try {
    return box.open(sealed, purpose);
  } catch {
    return null; // sealed with an even older key: it could not be read before either
  }
}
