import { EntitySchema } from 'typeorm';
import { Contact, Group } from '@engagex/domain/contacts';
import { auditColumns, bigintAsNumber, tenantColumns } from '../../platform/columns.ts';

export const contactSchema = new EntitySchema<Contact>({
  name: 'Contact',
  target: Contact,
  tableName: 'contacts',
  columns: {
    ...tenantColumns,
    email: { type: 'text', nullable: true },
    firstName: { type: 'text', name: 'first_name', nullable: true },
    lastName: { type: 'text', name: 'last_name', nullable: true },
    phone: { type: 'text', nullable: true },
    language: { type: 'text', nullable: true },
    timeZone: { type: 'text', name: 'time_zone', nullable: true },
    country: { type: 'text', nullable: true },
    externalId: { type: 'text', name: 'external_id', nullable: true },
    attributes: { type: 'jsonb' },
    subscription: { type: 'text' },
    unsubscribedAt: { type: 'timestamptz', name: 'unsubscribed_at', nullable: true },
    ...auditColumns,
  },
});

export const groupSchema = new EntitySchema<Group>({
  name: 'Group',
  target: Group,
  tableName: 'groups',
  columns: {
    ...tenantColumns,
    name: { type: 'text' },
    memberCount: { type: 'bigint', name: 'member_count', update: false, insert: false, transformer: bigintAsNumber },
    ...auditColumns,
  },
});
