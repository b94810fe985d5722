import { referencesOf, showsImage } from '../../platform/tables/references.ts';
import type { Table } from '../../platform/tables/table.ts';

const kits = `select 'brand kit' as kind, b.organization_id as id, o.name
  from brand_kits b join organizations o on o.id = b.organization_id where true`;

export const brandTables: readonly Table[] = [
  { name: 'brand_kits', references: referencesOf(kits, { image: showsImage('b.kit') }) },
];
