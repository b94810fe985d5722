import { vi } from 'vitest';
import { runInScope } from '@engagex/tenancy';
import { RunCampaign } from '../features/campaign-runs/run-campaign.ts';
import { Clock } from '../ports/clock.ts';
import { addresses, buildCampaign, buildGroup } from './builders.ts';
import type { TestApi, TestMember } from './test-api.ts';

/** From now on it is this time, to everything that asks the port, until the mocks are restored. */
export function itIs(api: TestApi, time: string): void {
  vi.spyOn(api.app.get(Clock), 'now').mockImplementation(() => new Date(time));
}

/** What the sweep of a worker finds to do, done once. */
export async function sweep(api: TestApi, { organizationId }: TestMember): Promise<void> {
  const { rows } = await api.owner.query<{ organization_id: string; id: string }>('select * from due_campaigns($1)', [
    api.app.get(Clock).now(),
  ]);
  for (const { id } of rows.filter((row) => row.organization_id === organizationId))
    await runOnce(api, organizationId, id);
}

/** What a worker does that was woken up for this campaign. */
export function runOnce(api: TestApi, organizationId: string, id: string): Promise<void> {
  return runInScope({ organizationId, actor: { kind: 'system', name: 'test' } }, () =>
    api.app.get(RunCampaign).run(id),
  );
}

/** The owner of a new organization that lives in this time zone. */
export async function zoned(api: TestApi, timeZone: string, undoSeconds = 0): Promise<TestMember> {
  const member = await api.newOrganization();
  await api.owner.query('update organizations set time_zone = $2, undo_seconds = $3 where id = $1', [
    member.organizationId,
    timeZone,
    undoSeconds,
  ]);
  return member;
}

/** A draft that is ready to be sent to these people. */
export async function draftOf(api: TestApi, member: TestMember, people = addresses(3)) {
  return buildCampaign(member, await buildGroup(api.owner, member, people));
}
