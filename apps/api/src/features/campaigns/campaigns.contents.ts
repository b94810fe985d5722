import { type Content, contentOf, type ContentRow } from '../../platform/contents.ts';

interface Row extends ContentRow {
  readonly status: string;
  readonly pauseReason: string | null;
  readonly stage: number;
  readonly isDecided: boolean;
  /** Of the latest request for approval: what was decided, `asked` until then; null when there is none. */
  readonly approval: string | null;
  readonly left: number;
}

/** $1 campaigns. */
const find = `
  select k.id, k.name as title, k.status, k.pause_reason as "pauseReason", k.stage, k.decision is not null as "isDecided",
    (select case when a.withdrawn_at is null then coalesce(a.decision, 'asked') end from campaign_approvals a
      where a.organization_id = k.organization_id and a.campaign_id = k.id order by a.id desc limit 1) as approval,
    (select coalesce(sum(c.count), 0)::int from delivery_counts c
      where c.campaign_id = k.id and c.state in ('pending', 'submitting', 'deferred')) as "left"
  from campaigns k where k.id = any ($1::uuid[]) and k.deleted_at is null`;

export const campaignsContents: readonly Content[] = [
  contentOf<Row>({
    type: 'campaign',
    find,
    path: ({ id }, kind) =>
      kind === 'approval_asked' || kind === 'declined' ? `/campaigns/${id}/approval` : `/campaigns/${id}`,
    leftOf: ({ left }) => left,
    stillHolds: {
      paused: ({ status }) => status === 'paused',
      undecided: ({ status, stage, isDecided }) => ['sending', 'paused'].includes(status) && stage === 0 && !isDecided,
      not_started: ({ status, pauseReason }) => status === 'draft' && pauseReason !== null,
      approval_asked: ({ status, approval }) => status === 'draft' && approval === 'asked',
      approved: ({ approval }) => approval === 'approved',
      declined: ({ approval }) => approval === 'declined',
    },
  }),
];
