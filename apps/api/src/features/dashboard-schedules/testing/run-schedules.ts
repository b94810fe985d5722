import { runInScope } from '@engagex/tenancy';
import type { TestApi, TestMember } from '../../../testing/test-api.ts';
import { MakeDue } from '../mailings/make-due.ts';
import { PrepareMailings } from '../mailings/prepare-mailings.ts';
import { SendMail } from '../mails/send-mail.ts';

const asWorker = <T>({ organizationId }: TestMember, work: () => Promise<T>): Promise<T> =>
  runInScope({ organizationId, actor: { kind: 'system', name: 'test' } }, work);

/** What the worker's jobs do once they are woken: rows of what is due, and their numbers. */
export function prepareDue(api: TestApi, member: TestMember): Promise<void> {
  return asWorker(member, async () => {
    await api.app.get(MakeDue).makeDue();
    await api.app.get(PrepareMailings).prepare();
  });
}

/** What its sweep does then. */
export async function mailDue(api: TestApi, member: TestMember): Promise<void> {
  const { rows } = await api.owner.query<{ id: string }>(
    `select id from dashboard_mails where organization_id = $1 and state in ('pending', 'submitting') and due_at <= now()`,
    [member.organizationId],
  );
  for (const { id } of rows) await asWorker(member, () => api.app.get(SendMail).mail.send(id));
}

export async function runSchedules(api: TestApi, member: TestMember): Promise<void> {
  await prepareDue(api, member);
  await mailDue(api, member);
}

/** As if so much time had passed since it was last due. */
export async function fallDue(api: TestApi, scheduleId: string, ago: string): Promise<void> {
  await api.owner.query(
    `update dashboard_schedules set next_due_at = date_trunc('hour', now()) - $2::interval where id = $1`,
    [scheduleId, ago],
  );
}
