import { referencesOf, showsImage } from '../../platform/tables/references.ts';
import type { Table } from '../../platform/tables/table.ts';

export const savedBlocksTables: readonly Table[] = [
  {
    name: 'saved_blocks',
    audit: { noun: 'saved-blocks', label: 't.name' },
    references: referencesOf(
      `select 'saved block' as kind, s.id, s.name from saved_blocks s where s.deleted_at is null`,
      {
        image: showsImage('s.blocks', 's.published'),
      },
    ),
  },
];
