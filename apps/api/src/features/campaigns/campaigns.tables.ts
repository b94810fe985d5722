import { holds, referencesOf, showsImage } from '../../platform/tables/references.ts';
import type { Table } from '../../platform/tables/table.ts';

/** What was sent keeps what it was sent with; what is still to be sent needs all its parts. */
const unsent = `select 'campaign' as kind, k.id, k.name from campaigns k
  where k.deleted_at is null and k.status in ('draft', 'scheduled', 'launching')`;

export const campaignsTables: readonly Table[] = [
  {
    name: 'campaigns',
    audit: { noun: 'campaigns', label: 't.name' },
    // A draft is never due and lets no message out.
    stop: `update campaigns set status = 'draft' where status not in ('draft', 'sent')`,
    restored: `update campaigns set status = case status when 'sending' then 'paused' else 'draft' end,
      wake_at = case status when 'sending' then wake_at end, starts_at = case status when 'sending' then starts_at end,
      launched_at = case status when 'sending' then launched_at end, planned_at = case status when 'sending' then planned_at end,
      agreed_people = case status when 'sending' then agreed_people end,
      pause_reason = 'A backup was restored. This campaign may have gone on after the backup was made, and people may have got it already.'
      where status in ('scheduled', 'launching', 'sending')`,
    addressesOfOthers: { sender_email: 'the organization', reply_to: 'the organization' },
    references: referencesOf(unsent, {
      group: '$1::uuid = any (k.group_ids || k.excluded_group_ids)',
      segment: '$1::uuid = any (k.segment_ids || k.excluded_segment_ids)',
      topic: 'k.topic_id = $1::uuid',
      template: `k.template_id = $1::uuid or ${holds('k.ab_test', '$.variants[*].templateId')}`,
      campaign: 'k.not_opened_id = $1::uuid',
    }),
  },
  {
    name: 'campaign_contents',
    references: referencesOf(`select 'campaign' as kind, k.id, k.name from campaigns k where true`, {
      image: `exists (select from campaign_contents c where c.organization_id = k.organization_id and c.campaign_id = k.id
        and (${showsImage('c.html')}))`,
    }),
  },
  {
    name: 'campaign_translations',
    references: referencesOf(`select 'campaign' as kind, k.id, k.name from campaigns k where true`, {
      image: `exists (select from campaign_translations c where c.organization_id = k.organization_id and c.campaign_id = k.id
        and (${showsImage('c.html')}))`,
    }),
  },
];
