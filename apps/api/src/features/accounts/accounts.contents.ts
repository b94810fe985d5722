import { type Content, contentOf } from '../../platform/contents.ts';

/** $1 users: those who are members. */
const members = `
  select u.id, u.name as title from users u join memberships m on m.user_id = u.id where u.id = any ($1::uuid[])`;

export const accountsContents: readonly Content[] = [
  contentOf({
    type: 'organization',
    find: 'select id, name as title from organizations where id = any ($1::uuid[]) and deleted_at is null',
    path: () => '/settings/billing',
  }),
  contentOf({ type: 'member', find: members, path: () => '/settings/members' }),
  contentOf({
    type: 'api_key',
    find: 'select id, name as title from api_keys where id = any ($1::uuid[]) and revoked_at is null',
    path: () => '/settings/api-keys',
  }),
];
