import type { Table } from '../../platform/tables/table.ts';
import { todaysFields, todaysName } from './former-names.ts';

/** The log, which the application can only append to, goes through a function that lets go of it at the very end. */
const purge = 'select purge_audit_entries($1) as deleted';

export const auditTables: readonly Table[] = [
  {
    name: 'audit_entries',
    purge,
    goesAfter: 'all others',
    addressesOfOthers: { address: 'the client address of a member' },
    personal: {
      held: `select jsonb_build_object('at', t.at, 'action', ${todaysName('t.action')}, 'before', ${todaysFields('t', 'before')}, 'after', ${todaysFields('t', 'after')}) as row
        from audit_entries t where t.object_id = any ($1::uuid[])`,
      kept: 'The audit log shows who changed what (GDPR, article 17, 3 e). The person is removed from it in a way that keeps its hash chain verifiable.',
    },
    timeline: `
      select 'change', a.at, 'a:' || a.seq,
        jsonb_build_object('action', a.action, 'actorName', a.actor_name, 'before', ${todaysFields('a', 'before')}, 'after', ${todaysFields('a', 'after')})
      from person p join audit_entries a on a.organization_id = p.organization_id and a.object_id = p.id
      where a.object_type = 'contacts' and a.action <> 'contacts.create'`,
  },
  { name: 'audit_heads', purge, goesAfter: 'all others' },
];
