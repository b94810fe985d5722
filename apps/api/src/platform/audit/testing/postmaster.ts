import { expect } from 'vitest';
import { postmasterRoutes } from '@engagex/domain/postmaster';
import { startPostmaster } from '../../../../../../tools/stand-ins/postmaster/server.ts';
import { CONFIG } from '../../tokens.ts';
import { type Changes, inLog } from './change.ts';

const name = 'reader@project.iam.gserviceaccount.com';

export const postmasterChanges: Changes = {
  'postmaster.save': {
    act: async (owner, _, api) => {
      const google = await startPostmaster();
      const config = api.app.get<Record<string, unknown>>(CONFIG, { strict: false }); // of this run alone
      Object.assign(config, { POSTMASTER_URL: google.apiUrl, GOOGLE_TOKEN_URL: google.tokenUrl });
      await owner.call(postmasterRoutes.save, { credentials: { kind: 'service_account', key: google.keyFile } });
      await google.close();
    },
    entry: { ...inLog('postmaster', name), after: expect.objectContaining({ credentials: 'set', name }) },
  },
  'postmaster.delete': {
    arrange: async ({ organizationId }, api) => {
      const { rows } = await api.owner.query<{ id: string }>(
        `insert into postmaster_accounts (organization_id, kind, name, credentials_encrypted, credentials_key_id, next_fetch_at)
         values ($1, 'refresh_token', $2, 'x', 'y', now() + interval '1 day') returning id`,
        [organizationId, name],
      );
      return rows[0]!.id;
    },
    act: (owner) => owner.call(postmasterRoutes.delete),
    entry: { ...inLog('postmaster', name), before: expect.objectContaining({ name }), after: null },
  },
};
