import { EntitySchema } from 'typeorm';
import { Campaign } from '@engagex/domain/campaigns';
import { auditColumns, bigintAsNumber, tenantColumns } from '../../platform/columns.ts';

export const campaignSchema = new EntitySchema<Campaign>({
  name: 'Campaign',
  target: Campaign,
  tableName: 'campaigns',
  columns: {
    ...tenantColumns,
    name: { type: 'text' },
    templateId: { type: 'uuid', name: 'template_id', nullable: true },
    topicId: { type: 'uuid', name: 'topic_id', nullable: true },
    groupIds: { type: 'uuid', array: true, name: 'group_ids' },
    segmentIds: { type: 'uuid', array: true, name: 'segment_ids' },
    excludedGroupIds: { type: 'uuid', array: true, name: 'excluded_group_ids' },
    excludedSegmentIds: { type: 'uuid', array: true, name: 'excluded_segment_ids' },
    senderName: { type: 'text', name: 'sender_name' },
    senderEmail: { type: 'text', name: 'sender_email' },
    plan: { type: 'jsonb' },
    status: { type: 'text' },
    plannedAt: { type: 'timestamptz', name: 'planned_at', nullable: true },
    startsAt: { type: 'timestamptz', name: 'starts_at', nullable: true },
    pauseReason: { type: 'text', name: 'pause_reason', nullable: true },
    test: { type: 'jsonb', nullable: true },
    rollout: { type: 'jsonb', nullable: true },
    stage: { type: 'smallint' },
    wakeAt: { type: 'timestamptz', name: 'wake_at', nullable: true },
    firstStage: { type: 'bigint', name: 'first_stage', nullable: true, transformer: bigintAsNumber },
    heldSince: { type: 'timestamptz', name: 'held_since', nullable: true },
    decision: { type: 'jsonb', nullable: true },
    chosenVariant: { type: 'smallint', name: 'chosen_variant', nullable: true },
    acknowledged: { type: 'jsonb', nullable: true },
    audience: { type: 'bigint', nullable: true, transformer: bigintAsNumber },
    launchedAt: { type: 'timestamptz', name: 'launched_at', nullable: true },
    finishedAt: { type: 'timestamptz', name: 'finished_at', nullable: true },
    ...auditColumns,
  },
});
