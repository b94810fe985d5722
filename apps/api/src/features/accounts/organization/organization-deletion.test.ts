import { randomUUID } from 'node:crypto';
import { access, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountsRoutes, organizationRoutes } from '@engagex/domain/accounts';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import { contactsRoutes } from '@engagex/domain/contacts';
import { runInScope, TenantDb } from '@engagex/tenancy';
import { addresses, buildCampaign, buildGroup, watchLedger } from '../../../testing/builders.ts';
import { startSmtp, type TestSmtp } from '../../../testing/smtp.ts';
import { startTestApi, type TestApi, type TestMember } from '../../../testing/test-api.ts';
import { PurgeOrganization } from '../purge-organization.ts';
import { Tables } from '../../../platform/tables/tables.ts';
import type { Table } from '../../../platform/tables/table.ts';
import { seed } from '../../../testing/chance.ts';

const day = 24 * 60 * 60 * 1000;
const name = 'Test organization';

let smtp: TestSmtp;
let api: TestApi;
/** Of an organization, in the order in which they are purged. */
let purgedTables: readonly Table[];
beforeAll(async () => {
  smtp = await startSmtp();
  api = await startTestApi({
    work: true,
    settings: { SMTP_URL: smtp.url, BILLING: 'on', EVENT_BATCH_SECONDS: '60', SEGMENT_SWEEP_SECONDS: '60' },
  });
  const db = api.app.get(TenantDb);
  const scope = { organizationId: randomUUID(), actor: { kind: 'system', name: 'test' } } as const;
  purgedTables = await runInScope(scope, () => db.transaction(() => api.app.get(Tables).inPurgeOrder(db)));
});
afterAll(async () => {
  await api.close();
  await smtp.close();
});

async function deletesAtOf({ organizationId }: TestMember): Promise<Date | null> {
  const { rows } = await api.owner.query<{ at: Date | null }>(
    'select deletes_at as at from organizations where id = $1',
    [organizationId],
  );
  return rows[0]?.at ?? null;
}

test('an owner who types its name has the organization deleted in 14 days, and every owner is told', async () => {
  const owner = await api.newOrganization();
  const other = await api.newMember(owner.organizationId, 'owner');
  const admin = await api.newMember(owner.organizationId, 'admin');
  await owner.call(organizationRoutes.update, { name: 'Difference Engines', timeZone: 'Asia/Tokyo' });
  const view = await owner.call(organizationRoutes.delete, { name: ' Difference Engines ' });
  const at = Date.parse(view.deletion?.deletesAt ?? '');
  expect(at - Date.parse(view.deletion?.requestedAt ?? '')).toBe(14 * day);
  expect(view.deletion?.requestedBy).toBe('Test person');

  const { rows } = await api.owner.query<{ email: string }>('select email from users where id = any($1)', [
    [owner.userId, other.userId],
  ]);
  // Soft line breaks (RFC 2045, 6.7) may stand anywhere in a link.
  const told = smtp.messages.filter(({ raw }) => raw.replaceAll(/=\r?\n/g, '').includes(owner.organizationId));
  expect(told.map(({ to }) => to).toSorted()).toEqual(rows.map(({ email }) => email).toSorted());
  const mail = await smtp.parse(told[0]!);
  const date = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'Asia/Tokyo' }).format(at);
  expect(mail.subject).toBe(`Difference Engines will be deleted on ${date}`);
  expect(mail.text).toContain(`/o/${owner.organizationId}/settings`);

  // Everybody sees it on every page, and everything goes on.
  const session = await admin.call(accountsRoutes.getSession);
  expect(session.organizations[0]?.deletesAt).toBe(view.deletion?.deletesAt);
  await admin.call(contactsRoutes.create, { email: addresses(1)[0] ?? '' });
  await expect(other.call(organizationRoutes.delete, { name: 'Difference Engines' })).rejects.toMatchObject({
    status: 409,
    problem: { code: 'organization.deleting' },
  });
});

test('a wrong name deletes nothing, and nobody but an owner asks or keeps', async () => {
  const owner = await api.newOrganization();
  const admin = await api.newMember(owner.organizationId, 'admin');
  for (const typed of ['', 'test organization', 'Another']) {
    await expect(owner.call(organizationRoutes.delete, { name: typed })).rejects.toMatchObject({
      status: 400,
      problem: { code: 'organization.wrong-name', errors: [{ path: ['name'] }] },
    });
  }
  await expect(admin.call(organizationRoutes.delete, { name })).rejects.toMatchObject({ status: 403 });
  expect(await deletesAtOf(owner)).toBeNull();
  await owner.call(organizationRoutes.delete, { name });
  await expect(admin.call(organizationRoutes.keep, {})).rejects.toMatchObject({ status: 403 });
  expect(await deletesAtOf(owner)).not.toBeNull();
});

test('until then a campaign under way goes on and none is started; once it is kept, everything is as before', async () => {
  const owner = await api.newOrganization();
  const campaign = await buildCampaign(owner, await buildGroup(api.owner, owner, addresses(400)));
  const next = await buildCampaign(owner, await buildGroup(api.owner, owner, addresses(2)));
  await owner.call(campaignsRoutes.launch, { id: campaign.id });
  await owner.call(organizationRoutes.delete, { name });
  await expect(owner.call(campaignsRoutes.launch, { id: next.id })).rejects.toMatchObject({
    status: 409,
    problem: { code: 'organization.deleting' },
  });
  const review = await owner.call(campaignsRoutes.review, { id: next.id });
  expect(review.problems).toContainEqual(expect.objectContaining({ severity: 'error', path: ['organization'] }));
  expect((await watchLedger(owner, campaign.id, ({ closed }) => closed)).accepted).toBe(400);

  expect((await owner.call(organizationRoutes.keep, {})).deletion).toBeNull();
  expect((await owner.call(organizationRoutes.keep, {})).deletion).toBeNull(); // twice is once
  expect((await owner.call(accountsRoutes.getSession)).organizations[0]?.deletesAt).toBeNull();
  await owner.call(campaignsRoutes.launch, { id: next.id });
  expect((await watchLedger(owner, next.id, ({ closed }) => closed)).accepted).toBe(2);
});

/** How many rows of each table belong to an organization, `organizations` itself included. */
async function rowsOf({ organizationId }: TestMember): Promise<Record<string, number>> {
  const counted: Record<string, number> = {};
  const { rows } = await api.owner.query('select from organizations where id = $1', [organizationId]);
  counted['organizations'] = rows.length;
  for (const { name: table } of purgedTables) {
    const found = await api.owner.query(`select from ${table} where organization_id = $1`, [organizationId]);
    counted[table] = found.rows.length;
  }
  return counted;
}

async function filesOf({ organizationId }: TestMember): Promise<string[]> {
  const folder = join(api.config.FILES_DIR, organizationId);
  const exists = await access(folder).then(
    () => true,
    () => false,
  );
  return exists ? (await readdir(folder, { recursive: true })).filter((file) => file.includes('.')) : [];
}

/** An organization with rows in every table and two files, one of which no row tells of. */
async function fullOrganization(): Promise<TestMember> {
  const owner = await api.newOrganization();
  const groupId = await buildGroup(api.owner, owner, addresses(3));
  const campaign = await buildCampaign(owner, groupId);
  const key = `${owner.organizationId}/imports`;
  await mkdir(join(api.config.FILES_DIR, key), { recursive: true });
  for (const file of ['rows.csv', 'left-behind.csv']) await writeFile(join(api.config.FILES_DIR, key, file), 'email\n');
  const of = [owner.organizationId, campaign.id];
  const everywhere = [
    `update campaigns set status = 'paused', audience = 3, launched_at = now() where organization_id = $1 and id = $2`,
    `insert into campaign_approvals (organization_id, campaign_id, version, people, asked_by_id, asked_at)
     select $1, $2, '{}', 3, user_id, now() from memberships where organization_id = $1 limit 1`,
    `insert into notifications (organization_id, campaign_id, user_id, kind, why, due_at)
     select $1, $2, user_id, 'paused', 'It bounced.', 'infinity' from memberships where organization_id = $1 limit 1`,
    `insert into job_failures (organization_id, queue, subject, problem) values ($1, 'campaigns', $2::text, 'disk full')`,
    `insert into campaign_contents (organization_id, campaign_id, subject, html, text) values ($1, $2, 's', 'h', 't')`,
    `insert into campaign_translations (organization_id, campaign_id, variant, language, subject, html, text)
     values ($1, $2, 0, 'de', 's', 'h', 't')`,
    `insert into campaign_links (organization_id, campaign_id, position, url) values ($1, $2, 0, 'https://shop.example')`,
    `insert into deliveries (organization_id, campaign_id, contact_id, address, state)
     select $1, $2, id, email, 'pending' from contacts where organization_id = $1`,
    `insert into delivery_claims (organization_id, campaign_id, lease_until) values ($1, $2, now() + interval '1 hour')`,
    `insert into delivery_cursors (organization_id, campaign_id, stage, mailbox_provider) values ($1, $2, 0, 'other')`,
    `update deliveries set state = 'accepted', accepted_at = now() where organization_id = $1 and campaign_id = $2`,
    `insert into engagements (organization_id, campaign_id, delivery_id, kind, link_position, at)
     select $1, $2, id, 'click', 0, now() from deliveries where organization_id = $1`,
    `insert into delivery_receipts (organization_id, campaign_id, delivery_id, kind, source, source_key, is_first)
     select $1, $2, id, 'bounced', 'dsn', 'one', true from deliveries where organization_id = $1`,
    `insert into delivery_settlements (organization_id, campaign_id, delivery_id, proof, at)
     select $1, $2, id, 'bounced', now() from deliveries where organization_id = $1`,
    `insert into incidents (organization_id, domain, mailbox_provider, class, refusals, first_seen_at, last_seen_at, opening_told_at)
     select $1, 'shop.example', 'gmail', 'policy', 1, now(), now(), now() where $2::uuid is not null`,
    `insert into postmaster_accounts (organization_id, kind, name, credentials_encrypted, credentials_key_id, next_fetch_at)
     select $1, 'refresh_token', 'client', 'x', 'y', now() + interval '1 day' where $2::uuid is not null`,
    `insert into postmaster_domains (organization_id, domain, access, fetched_at)
     select $1, 'shop.example', 'granted', now() where $2::uuid is not null`,
    `insert into suppression_releases (organization_id, address_key) values ($1, $2::text)`,
    `insert into judgement_results (organization_id, campaign_id, rules, deliveries, opens_to_machines, clicks_to_machines, opens_to_people, clicks_to_people)
     values ($1, $2, 1, 3, 0, 2, 0, 0)`,
    `insert into campaign_hit_reasons (organization_id, campaign_id, kind, reason, hits) values ($1, $2, 'click', 'none', 3)`,
    `insert into campaign_hits (organization_id, campaign_id, kind, hits) values ($1, $2, 'click', 3)`,
    `insert into engagement_counts (organization_id, campaign_id, kind, people) values ($1, $2, 'click', 3)`,
    `insert into imports (organization_id, file_name, file_key, file_bytes, delimiter, row_count, columns, sample, mapping, created_by_id)
     select $1, $2::text, '${key}/rows.csv', 6, ',', 1, '{}', '[]', '[]', user_id from memberships where organization_id = $1`,
    `insert into import_cells (organization_id, import_id, line, column_number, kind, value, reason, email_key)
     select $1, id, 2, 1, 'left_out', $2::text, 'stands for no value', 'a@b.example' from imports where organization_id = $1`,
    `insert into import_rejections (organization_id, import_id, line, reason, row)
     select $1, id, 2, $2::text, '{}' from imports where organization_id = $1`,
    `insert into exports (organization_id, file_name, file_key, filter, total) values ($1, $2::text, '', '{}', 3)`,
    `insert into import_created (organization_id, import_id, number, contact_ids)
     select $1, id, 0, array[$2::uuid] from imports where organization_id = $1`,
    `insert into import_changes (organization_id, import_id, contact_id, line, before)
     select $1, id, $2::uuid, 2, '{}' from imports where organization_id = $1`,
    `insert into import_kept (organization_id, import_id, contact_id, reason)
     select $1, id, $2::uuid, 'changed' from imports where organization_id = $1`,
    `insert into invitations (organization_id, email, role, token_hash, expires_at)
     values ($1, 'guest@example.com', 'editor', sha256($2::text::bytea), now() + interval '1 day')`,
    `insert into segments (organization_id, name, tree) values ($1, $2::text, '{"kind": "all", "of": []}')`,
    `insert into contact_events (organization_id, contact_id, name, occurred_at)
     select $1, id, $2::text, now() from contacts where organization_id = $1`,
    `insert into attribute_definitions (organization_id, name, label, type) values ($1, 'city', $2::text, 'text')`,
    `insert into suppressions (organization_id, address_key, reason, source) values ($1, 'gone@example.com', 'manual', $2::text)`,
    `insert into forms (organization_id, name, wording, thanks) values ($1, $2::text, 'News', 'Thanks')`,
    `insert into form_confirmations (organization_id, form_id, email, email_key, wording, wording_version, token_hash, expires_at)
     select $1, id, 'a@example.com', 'a@example.com', 'News', 1, sha256($2::text::bytea), now() from forms where organization_id = $1`,
    `insert into erasure_salts (organization_id) select $1::uuid where $2::text is not null`,
    `insert into topic_preferences (organization_id, contact_id, topic_id, wanted)
     select $1, c.id, t.id, $2::text is null from contacts c join topics t using (organization_id) where c.organization_id = $1`,
    `insert into delivery_attempts (organization_id, delivery_id, state)
     select $1, id, $2::text from deliveries where organization_id = $1`,
    `insert into frequency_rules (organization_id) select $1::uuid where $2::text is not null`,
    `insert into mailbox_provider_limits (organization_id, mailbox_provider, problem) values ($1, 'gmail', $2::text)`,
    `insert into domain_limits (organization_id, domain) values ($1, $2::text)`,
    `insert into domains (organization_id, domain, state_since, ownership_token) values ($1, 'shop.example', now(), $2::text)`,
    `insert into domain_keys (organization_id, domain_id, selector, public_key)
     select $1, id, 's1', $2::text from domains where organization_id = $1`,
    `insert into domain_checks (organization_id, domain_id, at, reason, verdict, state, summary, milliseconds, queries)
     select $1, id, now(), 'person', 'missing', 'pending', $2::text, 1, 1 from domains where organization_id = $1`,
    `insert into delivery_tests (organization_id, domain_id, transport_id, reason, next_at)
     select d.organization_id, d.id, t.id, 'person', 'infinity' from domains d join transports t using (organization_id)
     where d.organization_id = $1 and $2::text is not null limit 1`,
    `insert into delivery_test_probes (organization_id, test_id, kind)
     select $1, id, 'arrival' from delivery_tests where organization_id = $1 and $2::text is not null`,
    `insert into accepted_delivery_tests (organization_id, campaign_id, test_id, accepted_at)
     select $1, c.id, t.id, now() from campaigns c, delivery_tests t
     where c.organization_id = $1 and t.organization_id = $1 and $2::text is not null limit 1`,
    `insert into token_buckets (organization_id, key, tokens, filled_at, period) values ($1, $2::text, 1, now(), '')`,
    `insert into contact_views (organization_id, name) values ($1, $2::text)`,
    `insert into bulk_actions (organization_id, kind, contacts) select $1, 'delete', 1 where $2::text is not null`,
    `insert into bulk_action_batches (organization_id, bulk_action_id, number, contact_ids)
     select $1, b.id, 0, array_agg(c.id) from bulk_actions b, contacts c where b.organization_id = $1 and c.organization_id = $1 and $2::text is not null group by b.id`,
    `insert into messages (organization_id, email, email_key, to_name, sender_name, sender_email, subject, html, text, due_at)
     select $1, 'a@example.com', 'a@example.com', '', 'Shop', 'orders@shop.example', 's', 'h', $2::text, 'infinity'`,
    `insert into message_attempts (organization_id, message_id, state)
     select $1, id, 'deferred' from messages where organization_id = $1 and $2::text is not null`,
    `insert into message_attachments (organization_id, message_id, position, name, content_type, size)
     select $1, id, 0, $2::text, 'text/plain', 1 from messages where organization_id = $1`,
    `insert into identity_providers (organization_id, issuer, client_id, client_secret_encrypted, allowed_domains, default_role)
     values ($1, 'https://id.example', 'x', sha256($2::text::bytea), '{example.com}', 'editor')`,
    `insert into api_keys (organization_id, kind, name, hint, key_hash, scopes)
     values ($1, 'secret', 'Shop', 'egx_', sha256($2::text::bytea), '{contacts:read}')`,
    `insert into brand_kits (organization_id, kit) select $1::uuid, '{}' where $2::text is not null`,
    `insert into pre_flights (organization_id, campaign_id, version, people) values ($1, $2, 'v', 3)`,
    `insert into pre_flight_findings (organization_id, pre_flight_id, kind, people)
     select $1, id, 'empty', 1 from pre_flights where organization_id = $1 and $2::text is not null`,
    `insert into pre_flight_people (organization_id, pre_flight_id, kind, contact_id)
     select $1, p.id, 'empty', c.id from pre_flights p join contacts c using (organization_id) where p.organization_id = $1 and $2::text is not null`,
    `insert into composed_messages (organization_id, delivery_id)
     select $1, id from deliveries where organization_id = $1 and $2::text is not null`,
    `insert into images (organization_id, sha256, type, width, height, frames, bytes, name)
     select $1::uuid, encode(sha256($2::text::bytea), 'hex'), 'image/png', 1, 1, 1, 1, 'Dot'`,
    `insert into link_hosts (organization_id, domain, host) values ($1, $2::text || '.example', 'links.' || $2::text || '.example')`,
    `insert into link_certificates (organization_id, link_host_id, certificate, private_key, issuer, issued_at, expires_at)
     select $1, id, '-', '-', '-', now(), now() from link_hosts where organization_id = $1 and $2::text is not null`,
    `insert into link_challenges (organization_id, link_host_id, token, answer)
     select $1, id, 'token', '-' from link_hosts where organization_id = $1 and $2::text is not null`,
    `insert into domain_reports (organization_id, kind, domain, reporter, report_id, begins_at, ends_at, count, passed, source)
     values ($1, 'dmarc', 'a.example', 'b.example', $2::text, now(), now(), 1, 1, 'upload')`,
    `insert into domain_report_rows (organization_id, report_id, source_ip, network, count, disposition, dkim_aligned,
       spf_aligned, header_from, dkim, spf, overrides, cause)
     select $1, id, '192.0.2.1', '192.0.2.0/24', 1, 'none', true, true, 'a.example', '[]', '[]', '{}', 'aligned'
     from domain_reports where organization_id = $1 and $2::text is not null`,
    `insert into tls_failures (organization_id, report_id, type, count)
     select $1, id, 'certificate-expired', 1 from domain_reports where organization_id = $1 and $2::text is not null`,
    `insert into judgements (organization_id, campaign_id, asked_at) values ($1, $2, 'infinity')`,
    `insert into bounce_mailboxes (organization_id, transport_id, kind, host, port, security, username, password_encrypted,
       password_key_id, folder, address, afterwards, next_check_at)
     select organization_id, id, 'imap', 'imap.example', 993, 'tls', 'bounces', '-', '-', 'INBOX', 'bounces@a.example', 'move', null
     from transports where organization_id = $1 and $2::text is not null`,
    `insert into event_hooks (organization_id, id, provider, verification_key)
     select organization_id, id, 'sendgrid', 'key' from transports where organization_id = $1 and $2::text is not null`,
    `insert into provider_events (organization_id, hook_id, source_id, delivery_id, payload)
     select h.organization_id, h.id, 'e1', d.id, '{}' from event_hooks h join deliveries d using (organization_id)
     where organization_id = $1 and $2::text is not null limit 1`,
    `insert into events (organization_id, occurred_at, name, person_id, kind, trusted, message_id)
     select $1::uuid, now(), 'page_view', uuidv7(), 'page', false, $2::text`,
    `insert into event_ids (organization_id, month, hash) select $1::uuid, now()::date, $2::uuid`,
    `insert into event_settings (organization_id) select $1::uuid where $2::text is not null`,
    `insert into blocked_events (organization_id, name) values ($1, $2::text)`,
    `insert into unlisted_events (organization_id, events, last_at) select $1::uuid, 1, now() where $2::text is not null`,
    `with named as (
       insert into event_names (organization_id, name, kind, events, first_seen_at, last_seen_at)
       values ($1, $2::text, 'track', 1, now(), now()) returning organization_id, id)
     insert into event_properties (organization_id, event_name_id, name, first_seen_at, last_seen_at)
     select organization_id, id, 'plan', now(), now() from named`,
    `insert into event_export_settings (organization_id, is_on, destination)
     select $1::uuid, false, '{"kind": "none"}' where $2::text is not null`,
    `insert into saved_reports (organization_id, name, query, visibility) values ($1, $2::text, '{}', 'private')`,
    `insert into dashboards (organization_id, name, visibility) values ($1, $2::text, 'private')`,
    `insert into dashboard_schedules (organization_id, dashboard_id, timing, format, next_due_at)
     select organization_id, id, '{"kind": "daily", "hour": 7}', 'tables', now() + interval '1 hour' from dashboards
     where organization_id = $1 and $2::text is not null`,
    `insert into dashboard_schedule_recipients (organization_id, schedule_id, user_id)
     select organization_id, s.id, m.user_id from dashboard_schedules s join memberships m using (organization_id)
     where organization_id = $1 and $2::text is not null`,
    `insert into dashboard_mailings (organization_id, schedule_id, due_at, next_attempt_at)
     select organization_id, id, now(), 'infinity' from dashboard_schedules where organization_id = $1 and $2::text is not null`,
    `insert into dashboard_mails (organization_id, mailing_id, user_id, due_at)
     select organization_id, g.id, m.user_id, 'infinity' from dashboard_mailings g join memberships m using (organization_id)
     where organization_id = $1 and $2::text is not null`,
    `insert into event_exports (organization_id, due_at, includes_events, next_attempt_at)
     select $1, now(), true, 'infinity' where $2::text is not null`,
    `insert into event_batches (organization_id, first_received_at, last_received_at, event_ids)
     select organization_id, received_at, received_at, array[id] from events where organization_id = $1 and $2::text is not null`,
    `with boot as (
       insert into event_boots (organization_id, key_id, boot, day, browser, library, release, begun_at, due_at, stored, refused)
       select organization_id, id, uuidv7(), now()::date, 'chrome', $2::text, 'other', now(), now(), '{[1,2)}', '{}' from api_keys
       where organization_id = $1 returning organization_id, key_id),
     hour as (insert into event_boot_hours (organization_id, key_id, hour, boots) select organization_id, key_id, now(), 1 from boot)
     insert into event_losses (organization_id, day, key_id, browser, library, release)
     select organization_id, now()::date, key_id, 'chrome', 'browser', 'other' from boot`,
    `insert into rule_replays (organization_id, kind, state, rules) select $1::uuid, 'privacy', 'checked', '{}' where $2::text is not null`,
    `insert into event_stages (organization_id, stage) values ($1, $2::text)`,
    `insert into event_stage_batches (organization_id, stage, event_ids, first_received_at, last_received_at)
     select organization_id, 'people', event_ids, first_received_at, last_received_at from event_batches
     where organization_id = $1 and $2::text is not null`,
    `insert into failed_events (organization_id, stage, event_id, received_at, event_name, state, attempts, problem)
     select organization_id, 'people', id, received_at, name, 'failed', 8, $2::text from events where organization_id = $1`,
    `insert into event_counts (organization_id, name, at, received_on, count) values ($1, $2::text, now(), now()::date, 1)`,
    `insert into purchase_counts (organization_id, currency, at, received_on, count, sum, least, greatest)
     select $1::uuid, 'EUR', now(), now()::date, 1, 1, 1, 1 where $2::text is not null`,
    `insert into product_counts (organization_id, product, at, received_on, views) values ($1, $2::text, now(), now()::date, 1)`,
    `insert into people (organization_id, id, kind, key, contact_id, first_seen_at, last_seen_at)
     select $1, uuidv7(), kind, $2::text, (select id from contacts where organization_id = $1 limit 1), now(), now()
     from (values ('known'), ('anonymous')) k (kind)`,
    `insert into person_links (organization_id, person_id, into_id, reason, event_id, event_at)
     select $1, a.id, k.id, 'identify', uuidv7(), now() from people a, people k where a.organization_id = $1
       and k.organization_id = $1 and a.kind = 'anonymous' and k.kind = 'known' and $2::text is not null`,
    `insert into refused_merges (organization_id, person_id, other_id, reason, event_id, first_at, last_at)
     select $1, id, uuidv7(), 'both_known', uuidv7(), now(), now() from people where organization_id = $1 and $2::text is not null`,
    `insert into people_settings (organization_id) select $1::uuid where $2::text is not null`,
    `insert into segment_watches (organization_id, segment_id, watchers)
     select $1, id, '{members}' from segments where organization_id = $1 and $2::text is not null`,
    `insert into segment_watch_sources (organization_id, source, name, segment_id)
     select $1, 'contact', '', segment_id from segment_watches where organization_id = $1 and $2::text is not null`,
    `insert into segment_touches (organization_id, source, name) values ($1, 'event', $2::text)`,
    `insert into segment_memberships (organization_id, segment_id, contact_id, is_member, version, since)
     select $1, w.segment_id, c.id, true, 1, now() from segment_watches w join contacts c using (organization_id)
     where organization_id = $1 and $2::text is not null`,
    `insert into segment_changes (organization_id, segment_id, sequence, contact_id, version, kind, reason, at)
     select $1, segment_id, row_number() over (), contact_id, 1, 'entered', 'contact', now() from segment_memberships
     where organization_id = $1 and $2::text is not null`,
    `insert into segment_change_readers (organization_id, segment_id, reader)
     select $1, segment_id, 'counts' from segment_watches where organization_id = $1 and $2::text is not null`,
    `insert into segment_change_counts (organization_id, segment_id, quarter_hour)
     select $1, segment_id, now() from segment_watches where organization_id = $1 and $2::text is not null`,
    `insert into attribution_settings (organization_id) select $1::uuid where $2::text is not null`,
    `insert into campaign_goals (organization_id, campaign_id, event_name) values ($1, $2, 'signed_up')`,
    `insert into conversions (organization_id, event_id, event_name, order_id, person_id, trusted, occurred_at, received_at, outcome,
       campaign_id, delivery_id, touch, touched_at, via, decides_at, due_at)
     select $1, uuidv7(), 'purchase', '1001', p.id, true, now(), now(), 'attributed', $2, d.id, 'click', now() - interval '1 h', 'contact',
       'infinity', 'infinity'
     from people p, deliveries d where p.organization_id = $1 and p.kind = 'known' and d.organization_id = $1 limit 1`,
    `insert into conversion_decisions (organization_id, replay_id, conversion_id, decided_at)
     select organization_id, uuidv7(), id, now() from conversions where organization_id = $1 and $2::text is not null`,
    `insert into conversion_reviews (organization_id, conversion_id)
     select organization_id, id from conversions where organization_id = $1 and $2::text is not null`,
    `insert into conversion_refunds (organization_id, order_id, refund_id, event_id, occurred_at)
     select $1, '1001', $2::text, uuidv7(), now()`,
    `insert into followed_messages (organization_id, person_id, delivery_id, followed_at)
     select $1, uuidv7(), id, now() from deliveries where organization_id = $1 and $2::text is not null limit 1`,
    `insert into usage_accounts (organization_id) select $1::uuid where $2::text is not null on conflict do nothing`,
    `insert into usage_entries (organization_id, meter, hour, act_id, quantity) select $1::uuid, 'events', now(), $2::uuid, 1`,
    `insert into usage_hours (organization_id, hour, meter, kind, channel, entries, quantity)
     select $1::uuid, now(), 'events', '', '', 1, 1 where $2::text is not null`,
    `insert into organization_plans (organization_id, source, plan_key)
     select $1::uuid, 'operator', 'team' where $2::text is not null`,
    `insert into limit_notices (organization_id, "of", period_from, percent) select $1::uuid, 'events', now(), 80 where $2::text is not null`,
    `insert into limit_checks (organization_id) select $1::uuid where $2::text is not null on conflict do nothing`,
    `with hold as (insert into sending_holds (of_organization, backup, snapshot_at, log, statement, released_at)
       select $1::uuid, 'x', now(), 'declared_missing', $2::text, now() returning id)
     insert into restored_organizations (organization_id, hold_id, settled_at) select $1::uuid, id, now() from hold`,
    `insert into payment_customers (organization_id, customer_id) values ($1::uuid, 'cus_' || $2::text)`,
    `insert into payment_requests (organization_id, kind, parameters, claimed_until) select $1::uuid, 'resume', '{}', 'infinity' where $2::text is not null`,
    `insert into payment_events (organization_id, id, kind, customer_id, payload, created_at, source, turn)
     values ($1::uuid, 'evt_' || $2::text, 'invoice.paid', 'cus_1', '{}', now(), 'webhook', 1)`,
    `insert into subscriptions (organization_id, id, customer_id, status, is_current, price_id, currency, items, anchor, period_start, period_end, created_at)
     values ($1::uuid, 'sub_' || $2::text, 'cus_1', 'canceled', true, 'price_1', 'EUR', '[]', now(), now(), now(), now())`,
    `insert into invoices (organization_id, id, status, currency, subtotal, tax, total, amount_due, amount_paid, attempts, period_start, period_end, created_at)
     values ($1::uuid, 'in_' || $2::text, 'paid', 'EUR', 1, 0, 1, 0, 1, 1, now(), now(), now())`,
    `insert into invoice_lines (organization_id, invoice_id, id, position, description, amount, is_proration, period_start, period_end)
     select $1::uuid, id, 'il_1', 0, 'Team', 1, false, now(), now() from invoices where organization_id = $1 and $2::text is not null`,
    `insert into metered_spans (organization_id, subscription_id, customer_id, item_id, price_id, from_at)
     values ($1::uuid, 'sub_1', 'cus_1', 'si_' || $2::text, 'price_1', now())`,
    `insert into usage_report_progress (organization_id, planned_until) select $1::uuid, now() where $2::text is not null on conflict do nothing`,
    `insert into usage_reports (organization_id, price_id, hour, meter, customer_id, total, due_at)
     values ($1::uuid, 'price_' || $2::text, date_bin('1 hour', now(), 'epoch'), 'events', 'cus_1', 1, now())`,
    `insert into usage_differences (organization_id, meter, price_id, from_at, until_at, entered, frozen, counted)
     values ($1::uuid, 'events', 'price_' || $2::text, now(), now(), 1, 1, 2)`,
    `insert into trials (organization_id, subscription_id, started_at, ends_at) values ($1::uuid, 'sub_' || $2::text, now(), now())`,
    `insert into payment_drifts (organization_id, about, field) values ($1::uuid, 'sub_' || $2::text, 'status')`,
    `insert into payment_notices (organization_id, user_id, kind, subject, facts, state, due_at)
     select $1::uuid, user_id, 'invoice_paid', 'in_1', '{}', 'accepted', now() from memberships where organization_id = $1 and $2::text is not null limit 1`,
    `insert into notification_digests (organization_id, user_id, slot, due_at)
     select $1::uuid, user_id, now(), 'infinity' from memberships where organization_id = $1 and $2::text is not null limit 1`,
    `insert into notification_choices (organization_id, user_id, category, channel, is_on)
     select $1::uuid, user_id, 'campaigns', 'email', false from memberships where organization_id = $1 and $2::text is not null limit 1`,
    `insert into notification_defaults (organization_id, category, channel, is_on)
     select $1::uuid, 'team', 'email', false where $2::text is not null`,
    `insert into spending_caps (organization_id, amount, currency) select $1::uuid, '10', 'EUR' where $2::text is not null`,
    `insert into operator_actions (organization_id, user_id, kind, words)
     select organization_id, user_id, 'note', 'Called them' from memberships where organization_id = $1 and $2::text is not null limit 1`,
    `insert into sending_suspensions (organization_id, reason, contact, suspended_by_id)
     select organization_id, 'Complaints', 'abuse@host.example', user_id from memberships where organization_id = $1 and $2::text is not null limit 1`,
    `insert into limit_refusals (organization_id, "of", count) select $1::uuid, 'events', 1 where $2::text is not null`,
    `insert into saved_blocks (organization_id, name, blocks, published) values ($1, $2::text, '[]', '[]')`,
    `insert into template_versions (organization_id, template_id, revision, reason, content)
     select $1, id, 1, 'kept', '{}' from templates where organization_id = $1 and $2::text is not null`,
    `insert into template_comments (organization_id, template_id, body)
     select $1, id, 'Look' from templates where organization_id = $1 and $2::text is not null`,
    `insert into template_comments (organization_id, template_id, thread_id, body)
     select $1, template_id, id, 'Yes' from template_comments where organization_id = $1 and thread_id is null and $2::text is not null`,
    `insert into template_editors (organization_id, template_id, user_id, tab, seen_at)
     select $1, t.id, m.user_id, gen_random_uuid(), now() from templates t join memberships m using (organization_id)
     where t.organization_id = $1 and $2::text is not null`,
  ];
  for (const statement of everywhere) await api.owner.query(statement, of);
  return owner;
}

const due = ({ organizationId }: TestMember) =>
  api.owner.query(
    `update organizations set delete_requested_at = now() - interval '14 days', deletes_at = now() - interval '1 minute' where id = $1`,
    [organizationId],
  );

function purge({ organizationId }: TestMember): Promise<boolean> {
  return runInScope({ organizationId, actor: { kind: 'system', name: 'test' } }, () =>
    api.app.get(PurgeOrganization).purge(),
  );
}

test('the worker deletes every row and file of an organization whose time is over, and nothing of another', async () => {
  const [gone, stays] = [await fullOrganization(), await fullOrganization()];
  const before = await rowsOf(stays);
  expect(Object.entries(before).filter(([, rows]) => rows === 0)).toEqual([]);
  expect(await filesOf(gone)).toHaveLength(2);
  await due(gone);
  await expect.poll(async () => (await rowsOf(gone))['organizations'], { timeout: 18_000 }).toBe(0);
  expect(Object.entries(await rowsOf(gone)).filter(([, rows]) => rows > 0)).toEqual([]);
  expect(await filesOf(gone)).toEqual([]);
  expect(await rowsOf(stays)).toEqual(before);
  expect(await filesOf(stays)).toHaveLength(2);
  expect((await gone.call(accountsRoutes.getSession)).organizations).toEqual([]); // the person stays
  await expect(gone.call(organizationRoutes.get)).rejects.toMatchObject({ status: 404 });
}, 30_000);

/** Of so many tables, some are tried in each run. */
const tablesTried = 12;

test(`wherever a deletion is cut off, nobody can enter any more and the next run ends it (seed ${seed})`, async () => {
  const stays = await fullOrganization();
  const before = await rowsOf(stays);
  const tables = purgedTables.filter((table) => !table.purge?.startsWith('select'));
  const steps = [
    ...fc
      .sample(fc.shuffledSubarray(tables, { minLength: tablesTried, maxLength: tablesTried }), { seed, numRuns: 1 })
      .flat()
      .map((table) => `delete on ${table.name}`),
    'execute on function purge_consent_entries',
    'execute on function purge_audit_entries',
    'execute on function end_organization', // after the files
  ];
  for (const step of steps) {
    const owner = await fullOrganization();
    await api.owner.query(`revoke ${step} from engagex_app`);
    await due(owner);
    // False while the worker's own sweep is at it, which is cut off at the same place.
    const cutOff = () => purge(owner).then(String, (error: Error) => error.message);
    await expect.poll(cutOff, { timeout: 10_000 }).toContain('permission denied');
    await expect(owner.call(contactsRoutes.list, {})).rejects.toMatchObject({ status: 404 });
    expect((await rowsOf(owner))['organizations'], step).toBe(1);
    await api.owner.query(`grant ${step} to engagex_app`);
    const left = () => purge(owner).then(async () => (await rowsOf(owner))['organizations']);
    await expect.poll(left, { timeout: 10_000 }).toBe(0);
    expect(Object.entries(await rowsOf(owner)).filter(([, rows]) => rows > 0)).toEqual([]);
    expect(await filesOf(owner)).toEqual([]);
  }
  expect(await rowsOf(stays)).toEqual(before);
}, 120_000);

test('an owner who keeps it at the last moment keeps all of it', async () => {
  const owner = await fullOrganization();
  const before = await rowsOf(owner);
  await owner.call(organizationRoutes.delete, { name });
  await owner.call(organizationRoutes.keep, {});
  expect(await purge(owner)).toBe(false);
  await api.owner.query(
    `update organizations set delete_requested_at = now(), deletes_at = now() + interval '1 hour' where id = $1`,
    [owner.organizationId],
  );
  expect(await purge(owner)).toBe(false);
  expect(await rowsOf(owner)).toEqual({ ...before, audit_entries: (before['audit_entries'] ?? 0) + 2 }); // asked, kept
});
