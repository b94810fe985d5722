import type { Table } from '../../platform/tables/table.ts';
import { counted, rowsOfContact } from '../../platform/tables/personal.ts';

export const preferencesTables: readonly Table[] = [
  {
    name: 'topic_preferences',
    personal: {
      held: `select jsonb_build_object('topic', p.name, 'wanted', t.wanted, 'at', t.at) as row from topic_preferences t
        join topics p on p.organization_id = t.organization_id and p.id = t.topic_id where t.contact_id = any ($1::uuid[])`,
      erase: counted('delete from topic_preferences where contact_id = any ($1::uuid[])'),
    },
  },
  {
    name: 'consent_entries',
    purge: 'select purge_consent_entries($1) as deleted',
    // Triggers of these note here what happens to them.
    goesAfter: ['contacts', 'topic_preferences', 'suppressions'],
    personal: {
      held: rowsOfContact('consent_entries', ` - 'actor_id'`),
      erase: 'select coalesce(sum(forget_consent(id)), 0)::int as rows from unnest($1::uuid[]) x (id)',
    },
    // What a member changed is in the audit log, and who followed an unsubscribe link is among the engagements.
    timeline: `
      select 'preference', e.at, 'p:' || e.id, jsonb_build_object('about', e.kind, 'topic', o.name, 'became', e.became, 'source', e.source)
      from person p join consent_entries e on e.organization_id = p.organization_id and e.contact_id = p.id
      left join topics o on o.organization_id = e.organization_id and o.id = e.topic_id
      where e.kind <> 'subscription' or e.source not in ('member', 'unsubscribe_link')`,
  },
];
