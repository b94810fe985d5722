import { type Content, contentOf } from '../../platform/contents.ts';

export const importsContents: readonly Content[] = [
  contentOf({
    type: 'import',
    find: 'select id, file_name as title from imports where id = any ($1::uuid[])',
    path: ({ id }) => `/contacts/imports/${id}`,
  }),
];
