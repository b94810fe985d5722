import { runInScope } from '@engagex/tenancy';
import { Clock } from '../../../ports/clock.ts';
import type { TestApi, TestMember } from '../../../testing/test-api.ts';
import { MembershipTurns } from '../membership-turns.ts';

type Organization = Pick<TestMember, 'organizationId'>;

/** What a worker does that was woken up for the organization. */
export async function turnOnce(api: TestApi, { organizationId }: Organization): Promise<void> {
  const scope = { organizationId, actor: { kind: 'system', name: 'test' } } as const;
  await runInScope(scope, () => api.app.get(MembershipTurns).run(new AbortController().signal));
}

/** Until nothing is left to do: what other tests of the same server change is waited for too. */
export async function turn(api: TestApi, organization: Organization): Promise<void> {
  const until = Date.now() + 20_000;
  do await turnOnce(api, organization);
  while ((await isDue(api, organization)) && Date.now() < until);
}

async function isDue(api: TestApi, { organizationId }: Organization): Promise<boolean> {
  const now = api.app.get(Clock).now();
  const { rows } = await api.owner.query(
    `select 1 from due_segment_memberships($1, $1::timestamptz - interval '1 day', '{counts}') d where d.organization_id = $2`,
    [now, organizationId],
  );
  return rows.length > 0;
}

export interface StoredChange {
  readonly email: string;
  readonly kind: 'entered' | 'left';
  readonly reason: string;
  readonly version: number;
  readonly eventId: string | null;
  readonly detail: string | null;
}

/** The changes of a segment in their order. */
export async function changesOf(api: TestApi, segmentId: string): Promise<StoredChange[]> {
  const { rows } = await api.owner.query<StoredChange>(
    `select coalesce(c.email, c.external_id, 'gone') as email, s.kind, s.reason, s.version::int, s.event_id as "eventId", s.detail
     from segment_changes s left join contacts c on c.id = s.contact_id where s.segment_id = $1 order by s.sequence`,
    [segmentId],
  );
  return rows;
}
