import type { Table } from '../../platform/tables/table.ts';

export const templateCommentsTables: readonly Table[] = [
  {
    name: 'template_comments',
    audit: { noun: 'template-comments', label: '(select m.name from templates m where m.id = t.template_id)' },
  },
];
