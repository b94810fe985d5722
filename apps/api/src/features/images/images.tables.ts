import type { Table } from '../../platform/tables/table.ts';

/** Its files are in the folder of the organization, and go with it. */
export const imagesTables: readonly Table[] = [{ name: 'images', audit: { noun: 'images', label: 't.name' } }];
