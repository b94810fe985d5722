import { type Content, contentOf } from '../../platform/contents.ts';

export const exportsContents: readonly Content[] = [
  contentOf({
    type: 'export',
    find: 'select id, file_name as title from exports where id = any ($1::uuid[])',
    path: () => '/contacts/exports',
  }),
];
