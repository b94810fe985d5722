import { type Content, contentOf } from '../../platform/contents.ts';

export const limitNoticesContents: readonly Content[] = [
  contentOf({
    type: 'limit',
    find: 'select id, "of" as title from limit_notices where id = any ($1::uuid[])',
    path: () => '/settings/usage',
  }),
];
