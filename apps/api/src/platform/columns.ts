import type { EntitySchemaColumnOptions, ValueTransformer } from 'typeorm';

/** The key every tenant table has. Both columns have database defaults, so a new row needs neither. */
export const tenantColumns = {
  organizationId: {
    type: 'uuid',
    name: 'organization_id',
    primary: true,
    default: () => 'current_organization()',
    select: false,
  },
  id: { type: 'uuid', primary: true, default: () => 'uuidv7()' },
} as const satisfies Record<string, EntitySchemaColumnOptions>;

/** Who made and changed what people edit, and when. */
export const auditColumns = {
  createdAt: { type: 'timestamptz', name: 'created_at', createDate: true },
  updatedAt: { type: 'timestamptz', name: 'updated_at', updateDate: true },
  deletedAt: { type: 'timestamptz', name: 'deleted_at', nullable: true },
  createdById: { type: 'uuid', name: 'created_by_id', nullable: true },
  updatedById: { type: 'uuid', name: 'updated_by_id', nullable: true },
} as const satisfies Record<string, EntitySchemaColumnOptions>;

/** PostgreSQL's bigint arrives as text; our counts stay far below 2^53. */
export const bigintAsNumber: ValueTransformer = {
  from: (value: string | null) => (value === null ? null : Number(value)),
  to: (value: unknown) => value,
};
