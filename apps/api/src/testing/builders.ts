import type pg from 'pg';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import { deliveriesRoutes, type Ledger, totalOf } from '@engagex/domain/deliveries';
import { templatesRoutes } from '@engagex/domain/templates';
import type { TestMember } from './test-api.ts';

export const body = `<html><body><p>Hello {{ contact.first_name | default: "there" }}</p>
<p><a href="https://shop.example/sale?a=1&amp;b=2">Sale</a> <a href="https://shop.example/new">New</a></p>
<p><a href="{{ preferences_url }}">What you get</a> <a href="{{ unsubscribe_url }}">Unsubscribe</a></p></body></html>`;

/** Puts contacts into a new group, straight into the tables; resolves to the group's id. */
export async function buildGroup(
  owner: pg.Pool,
  member: TestMember,
  emails: readonly string[],
  unsubscribed: readonly string[] = [],
) {
  const { rows } = await owner.query<{ id: string }>(
    `insert into groups (organization_id, name) values ($1, 'Group ' || gen_random_uuid()) returning id`,
    [member.organizationId],
  );
  const groupId = rows[0]?.id ?? '';
  await owner.query(
    `with added as (
       insert into contacts (organization_id, email, first_name, subscription, unsubscribed_at)
       select $1, e, split_part(e, '@', 1), case when e = any($4) then 'unsubscribed' else 'subscribed' end,
         case when e = any($4) then now() end
       from unnest($3::text[]) as e returning id)
     insert into group_members (organization_id, group_id, contact_id) select $1, $2, id from added`,
    [member.organizationId, groupId, emails, unsubscribed],
  );
  return groupId;
}

/** `count` addresses that no other call made. */
export function addresses(count: number, name = 'person'): string[] {
  const run = Math.random().toString(36).slice(2, 8);
  return Array.from({ length: count }, (_, index) => `${name}${index}.${run}@example.com`);
}

/** A draft that is ready to be launched to this group. */
export async function buildCampaign(member: TestMember, groupId: string) {
  const template = await member.call(templatesRoutes.create, {
    name: 'Sale',
    subject: 'A sale for {{ contact.first_name }}',
    format: 'html',
    body,
  });
  return member.call(campaignsRoutes.create, {
    name: 'Summer sale',
    templateId: template.id,
    groupIds: [groupId],
    senderName: 'Shop',
    senderEmail: 'hello@shop.example',
  });
}

/** Reads the ledger until `until` holds; every reading must add up to the audience. */
export async function watchLedger(
  member: TestMember,
  id: string,
  until: (ledger: Ledger) => boolean,
  timeoutMs = 20_000,
): Promise<Ledger> {
  const startedAt = Date.now();
  for (;;) {
    const ledger = await member.call(deliveriesRoutes.ledger, { id });
    if (totalOf(ledger) !== ledger.audience) throw new Error(`The ledger does not add up: ${JSON.stringify(ledger)}`);
    if (until(ledger)) return ledger;
    const waitedMs = Date.now() - startedAt;
    if (waitedMs > timeoutMs) throw new Error(`Waited in vain: ${JSON.stringify(ledger)}`);
    // What takes long is most often a lease that runs out; whoever sends meanwhile should not be slowed down by readers.
    await new Promise((resolve) => setTimeout(resolve, waitedMs < 5_000 ? 25 : 100));
  }
}

/** What was accepted was accepted an hour ago: whoever follows its links now is not taken for a scanner. */
export async function anHourPasses(owner: pg.Pool, { organizationId }: TestMember): Promise<void> {
  await owner.query(
    `update deliveries set accepted_at = accepted_at - interval '1 hour' where organization_id = $1 and accepted_at is not null`,
    [organizationId],
  );
}
