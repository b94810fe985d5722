import { checkLogs } from '../../../../../migrations/audit-chain.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaignsRoutes, reportsRoutes } from '@engagex/domain/campaigns';
import {
  contactPageRoutes,
  contactsRoutes,
  contactViewsRoutes,
  exportsRoutes,
  groupsRoutes,
  type ImportView,
  importsRoutes,
} from '@engagex/domain/contacts';
import { deliveriesRoutes } from '@engagex/domain/deliveries';
import { formsRoutes } from '@engagex/domain/forms';
import { messagesRoutes } from '@engagex/domain/messages';
import { personalDataRoutes } from '@engagex/domain/personal-data';
import { segmentsRoutes } from '@engagex/domain/segments';
import { suppressionsRoutes } from '@engagex/domain/suppressions';
import { preferencesRoutes } from '@engagex/domain/preferences';
import { runInScope, TenantDb } from '@engagex/tenancy';
import { addresses, anHourPasses, buildCampaign, buildGroup, watchLedger } from '../../testing/builders.ts';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { TrackingTokens } from '../engagements/index.ts';
import { Tables } from '../../platform/tables/tables.ts';

let smtp: TestSmtp;
let api: TestApi;
beforeAll(async () => {
  smtp = await startSmtp();
  api = await startTestApi({ work: true, settings: { SMTP_URL: smtp.url } });
});
const atTheEnd: (() => void)[] = [];
afterAll(async () => {
  for (const end of atTheEnd) end();
  await api.close();
  await smtp.close();
});

/** Takes the turn of the worker that follows segments, which would use up the planted touch, until the file ends. */
async function stopFollowingSegments({ organizationId }: TestMember): Promise<void> {
  const turn = await api.owner.connect();
  atTheEnd.push(() => turn.release(true));
  await turn.query(`select pg_advisory_lock(hashtextextended('segment memberships ' || $1::uuid, 0))`, [
    organizationId,
  ]);
}

/** A person who left traces everywhere, and the campaign they got. */
async function knownPerson() {
  const owner = await api.newOrganization();
  await stopFollowingSegments(owner);
  const [email = '', other = ''] = addresses(2, 'Traced');
  const form = new FormData();
  form.set(
    'file',
    new Blob([`email,first\n${email},Ada\n${other},Grace\n${email.toUpperCase()},Twice\n`]),
    'people.csv',
  );
  const uploaded = await owner.fetch('/api/imports', { method: 'POST', body: form });
  const { id: importId } = (await uploaded.json()) as ImportView; // what the route promises
  const group = await owner.call(groupsRoutes.create, { name: 'Readers' });
  await owner.call(importsRoutes.start, { id: importId, mapping: ['email', 'firstName'], groupId: group.id });
  const importStatus = async () => (await owner.call(importsRoutes.get, { id: importId })).status;
  await expect.poll(importStatus, { timeout: 10_000 }).toBe('done');
  const campaign = await buildCampaign(owner, group.id);
  await owner.call(campaignsRoutes.launch, { id: campaign.id });
  await watchLedger(owner, campaign.id, ({ closed }) => closed);
  await anHourPasses(api.owner, owner);
  const message = await smtp.parse(smtp.messages.find(({ to }) => to === email)!);
  const pixel = /http:\/\/localhost:3000(\/t\/[\w-]+\/open\.gif)/.exec(message.html ?? '')?.[1] ?? '';
  await fetch(new URL(pixel, api.url), { headers: { 'user-agent': 'Traced browser' } });
  const opened = async () => (await owner.call(reportsRoutes.report, { id: campaign.id })).opened;
  await expect.poll(opened, { timeout: 10_000 }).toBe(1);
  const { id } = (await owner.call(contactsRoutes.list, { search: email })).items[0]!;
  const { topics } = await owner.call(preferencesRoutes.get, { id });
  await owner.call(preferencesRoutes.setTopic, { id, topicId: topics[0]!.id, wanted: false });
  const { id: messageId } = await owner.call(messagesRoutes.create, {
    to: { address: email, name: 'Traced Person' },
    from: { name: 'Shop', address: 'orders@shop.example' },
    subject: `Receipt for ${email}`,
    text: `Thank you, ${email}`,
    attachments: [{ name: `${email}.txt`, contentType: 'text/plain', content: 'eA==' }],
  });
  const stateOf = async () => (await owner.call(messagesRoutes.get, { id: messageId })).state;
  await expect.poll(stateOf, { timeout: 10_000 }).toBe('accepted');
  const signUp = await owner.call(formsRoutes.create, { name: 'Footer', wording: 'Yes' });
  await fetch(new URL(`/f/${signUp.id}`, api.url), { method: 'POST', body: new URLSearchParams({ email }) });
  await owner.call(suppressionsRoutes.create, { address: email, note: 'Traced by phone' });
  const of = [owner.organizationId, id, email];
  for (const statement of [
    `insert into contact_events (organization_id, contact_id, name, properties, occurred_at)
     values ($1, $2, 'purchase', jsonb_build_object('receipt_to', $3::text), now())`,
    `insert into import_changes (organization_id, import_id, contact_id, line, before)
     select $1, i.id, $2, 2, jsonb_build_object('email', $3::text) from imports i where i.organization_id = $1`,
    `insert into import_cells (organization_id, import_id, line, column_number, kind, value, reason, email_key)
     select $1, i.id, 2, 0, 'corrected', '<' || $3::text || '>', 'was read', lower($3::text) from imports i where i.organization_id = $1 and $2::uuid is not null`,
    `update imports set findings = jsonb_build_object('cells', jsonb_build_array(jsonb_build_object('count', 1, 'examples', array[$3::text])))
     where organization_id = $1 and $2::uuid is not null`,
    `insert into import_kept (organization_id, import_id, contact_id, email, reason)
     select $1, i.id, $2, $3, 'mailed' from imports i where i.organization_id = $1`,
    `insert into delivery_receipts (organization_id, delivery_id, campaign_id, kind, source, source_key, is_first, address_key, words)
     select organization_id, id, campaign_id, 'complained', 'arf', 'one', true, lower($3::text), 'From ' || $3::text from deliveries
     where organization_id = $1 and contact_id = $2 and $3::text is not null`,
    `insert into inbound_mails (of_organization, digest, purpose, recipient, delivery_id, raw, state)
     select organization_id, id::text::bytea, 'return', 'bounces', id, ('To: ' || $3::text)::bytea, 'done' from deliveries
     where organization_id = $1 and contact_id = $2`,
    `insert into suppression_releases (organization_id, address_key) select $1, lower($3::text) where $2::uuid is not null`,
    `insert into event_hooks (organization_id, id, provider, verification_key)
     select organization_id, id, 'sendgrid', 'key' from transports where organization_id = $1 and $2::uuid is not null and $3::text is not null`,
    `insert into provider_events (organization_id, hook_id, source_id, delivery_id, payload)
     select $1, h.id, 'e1', d.id, '{"email": "' || $3::text || '"}' from event_hooks h, deliveries d
     where h.organization_id = $1 and d.organization_id = $1 and d.contact_id = $2`,
    `insert into delivery_attempts (organization_id, delivery_id, state, response)
     select $1, d.id, 'deferred', 'Not now, ' || $3::text from deliveries d where d.organization_id = $1 and d.contact_id = $2`,
    `insert into composed_messages (organization_id, delivery_id, targets)
     select $1, d.id, jsonb_build_array(jsonb_build_object('position', 0, 'url', 'https://shop.example/' || $3::text))
     from deliveries d where d.organization_id = $1 and d.contact_id = $2`,
    `insert into usage_entries (organization_id, meter, hour, act_id, month, quantity)
     select $1, 'contacts', now(), $2::uuid, now()::date, 1 where $3::text is not null`,
    `with somebody as (
       insert into people (organization_id, id, kind, key, contact_id, traits, first_seen_at, last_seen_at)
       select $1, uuidv7(), kind, $3::text, $2, jsonb_build_object('email', $3::text), now(), now()
       from (values ('known'), ('anonymous')) k (kind) returning id, kind),
     linked as (
       insert into person_links (organization_id, person_id, into_id, reason, event_id, event_at)
       select $1, a.id, k.id, 'identify', uuidv7(), now() from somebody a, somebody k where a.kind = 'anonymous' and k.kind = 'known'),
     refused as (
       insert into refused_merges (organization_id, person_id, other_id, reason, event_id, first_at, last_at)
       select $1, id, uuidv7(), 'both_known', uuidv7(), now(), now() from somebody where kind = 'known'),
     source as (
       insert into api_keys (organization_id, kind, name, hint, key_hash, scopes)
       values ($1, 'public', 'Shop', 'egx_', sha256($3::text::bytea), '{events:write}') returning organization_id, id),
     boot as (
       insert into event_boots (organization_id, key_id, boot, day, browser, library, release, begun_at, due_at, stored, refused)
       select organization_id, id, uuidv7(), now()::date, 'chrome', 'browser', 'other', now(), 'infinity', '{[1,2)}', '{}' from source
       returning key_id, boot),
     did as (
       insert into events (organization_id, occurred_at, name, person_id, kind, trusted, message_id, properties, key_id, context)
       select $1, now(), 'purchase', id, 'track', true, 'm', jsonb_build_object('to', $3::text), key_id,
         jsonb_build_object('queue', jsonb_build_object('boot', boot)) from somebody, boot
       returning id, received_at)
     insert into failed_events (organization_id, stage, event_id, received_at, event_name, state, attempts, problem)
     select $1, 'contacts', id, received_at, 'purchase', 'failed', 8, $3::text from did`,
    `with bought as (
       insert into conversions (organization_id, event_id, event_name, order_id, person_id, contact_id, trusted, occurred_at, received_at,
         decides_at, due_at)
       select $1, uuidv7(), 'purchase', 'of ' || $3::text, p.id, $2, true, now(), now(), now(), now() from people p
       where p.organization_id = $1 and p.contact_id = $2 and p.kind = 'known' returning id, order_id, person_id),
     replaced as (
       insert into conversion_decisions (organization_id, replay_id, conversion_id, decided_at)
       select $1, uuidv7(), id, now() from bought),
     followed as (
       insert into followed_messages (organization_id, person_id, delivery_id, followed_at)
       select $1, b.person_id, d.id, now() from bought b, deliveries d where d.organization_id = $1 and d.contact_id = $2)
     insert into conversion_refunds (organization_id, order_id, refund_id, event_id, occurred_at)
     select $1, order_id, '1', uuidv7(), now() from bought`,
    `with checked as (
       insert into pre_flights (organization_id, campaign_id, version, people)
       select $1, k.id, 'v', 1 from campaigns k where k.organization_id = $1 and $3::text is not null returning id),
     found as (
       insert into pre_flight_findings (organization_id, pre_flight_id, kind, people) select $1, id, 'empty', 1 from checked)
     insert into pre_flight_people (organization_id, pre_flight_id, kind, contact_id) select $1, id, 'empty', $2 from checked`,
    `with segment as (
       insert into segments (organization_id, name, tree) select $1, 'S', '{"kind": "all", "of": []}' where $3::text is not null returning id),
     watched as (insert into segment_watches (organization_id, segment_id) select $1, id from segment returning segment_id),
     entered as (
       insert into segment_changes (organization_id, segment_id, sequence, contact_id, version, kind, reason, at)
       select $1, segment_id, 1, $2, 1, 'entered', 'contact', now() from watched)
     insert into segment_memberships (organization_id, segment_id, contact_id, is_member, version, since)
     select $1, segment_id, $2, true, 1, now() from watched`,
    `insert into segment_touches (organization_id, source, contact_ids)
     select $1, 'contact', array[$2::uuid] where $3::text is not null`,
    `with action as (
       insert into bulk_actions (organization_id, kind, contacts) select $1, 'delete', 1 where $3::text is not null returning id)
     insert into bulk_action_batches (organization_id, bulk_action_id, number, contact_ids) select $1, id, 0, array[$2::uuid] from action`,
  ])
    await api.owner.query(statement, of);
  return { owner, id, email, campaign, other };
}

/** Where in the organization's tables a text still stands. */
async function tracesOf(owner: TestMember, text: string): Promise<string[]> {
  const { rows: tables } = await api.owner.query<{ name: string }>(
    `select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'organization_id' order by 1`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } = await api.owner.query(
      `select from ${name} t where organization_id = $1 and strpos(lower(t::text), lower($2)) > 0`,
      [owner.organizationId, text],
    );
    if (rows.length > 0) found.push(name);
  }
  return found;
}

test('the export holds everything about one person, and nothing about another or of our secrets', async () => {
  const { owner, id, email, other } = await knownPerson();
  const { data } = await owner.call(personalDataRoutes.export, { id });
  expect(Object.entries(data).filter(([, rows]) => rows.length === 0)).toEqual([]);
  expect(data['contacts']).toMatchObject([{ email, first_name: 'Ada' }]);
  expect(data['engagements']).toMatchObject([{ kind: 'open', user_agent: 'Traced browser' }]);
  const text = JSON.stringify(data);
  expect(text).not.toContain(other);
  expect(text).not.toMatch(/hash|salt|organization_id/);
});

test('erasing leaves no trace but the numbers of campaigns and a hash that keeps them suppressed', async () => {
  const { owner, id, email, campaign, other } = await knownPerson();
  const numbers = async () => {
    const { ledger, opened, clicked, unsubscribed } = await owner.call(reportsRoutes.report, { id: campaign.id });
    return {
      ledger,
      opened,
      clicked,
      unsubscribed,
      of: await owner.call(deliveriesRoutes.ledger, { id: campaign.id }),
    };
  };
  const before = await numbers();
  expect((await tracesOf(owner, email)).length).toBeGreaterThan(6);
  const receipt = await owner.call(personalDataRoutes.erase, { id, address: email.toUpperCase() });
  expect(receipt.erased).toMatchObject({
    contacts: 1,
    group_members: 1,
    topic_preferences: 1,
    deliveries: 1,
    engagements: 1,
    suppressions: 1,
    form_confirmations: 1,
    provider_events: 1,
    contact_events: 1,
    events: 2,
    event_boots: 1,
    failed_events: 2,
    people: 2,
    person_links: 1,
    refused_merges: 1,
    segment_changes: 1,
    segment_memberships: 1,
    segment_touches: 1,
    conversions: 1,
    conversion_decisions: 1,
    conversion_refunds: 1,
    followed_messages: 1,
    contact_event_totals: 1,
    import_cells: 1,
    import_changes: 1,
    import_kept: 1,
    import_rejections: 1,
    imports: 1,
    files: 1,
  });
  expect(receipt.kept['audit_entries']).toBeGreaterThan(0);
  expect(await tracesOf(owner, email)).toEqual([]);
  expect(await tracesOf(owner, 'Traced browser')).toEqual([]);
  expect(await numbers()).toEqual(before);
  const { rows } = await api.owner.query('select from consent_entries where contact_id = $1', [id]);
  expect(rows).toEqual([]);

  for (const call of [
    () => owner.call(contactsRoutes.get, { id }),
    () => owner.call(contactsRoutes.restore, { id }),
    () => owner.call(personalDataRoutes.erase, { id, address: email }),
    () => owner.call(personalDataRoutes.export, { id }),
  ]) {
    await expect(call()).rejects.toMatchObject({ status: 404 });
  }
  // Added again in another spelling, they stay suppressed; the other person is as before.
  const again = await owner.call(contactsRoutes.create, { email: email.toUpperCase() });
  expect((await owner.call(preferencesRoutes.get, { id: again.id })).suppression?.reason).toBe('erased');
  const group = await owner.call(groupsRoutes.create, { name: 'Again' });
  await owner.call(groupsRoutes.addMember, { id: group.id, contactId: again.id });
  const next = await buildCampaign(owner, group.id);
  expect(await owner.call(campaignsRoutes.review, { id: next.id })).toMatchObject({
    people: 0,
    skipped: { suppressed: 1 },
  });
  expect(await tracesOf(owner, other)).toContain('contacts');
});

/** Columns in which nobody types anything, or that are the person's own and hold the address by nature. */
const notPlanted = new Set([
  'contacts.email',
  'deliveries.email',
  'exports.file_key',
  'form_confirmations.email_key',
  'imports.file_key',
  'imports.rows_key',
  'messages.email',
  'messages.email_key',
  'preference_log.address_key', // triggers write it, and nobody types anything into it
  'preference_log.value',
  'suppressions.address_key',
]);

/** Puts the address into every column with text of every row of the organization, as far as the database takes it. */
async function plantEverywhere(owner: TestMember, email: string): Promise<string[]> {
  const { rows } = await api.owner.query<{ table: string; column: string; type: string }>(
    `select table_name as table, column_name as column, udt_name as type from information_schema.columns c
     where table_schema = 'public' and is_generated = 'NEVER' and udt_name in ('text', 'jsonb', '_text')
       and exists (select from information_schema.columns o where o.table_schema = 'public'
         and o.table_name = c.table_name and o.column_name = 'organization_id')`,
  );
  const text = `see mailto:${email.toUpperCase()}?x=${encodeURIComponent(email)}`;
  const planted: string[] = [];
  const tables = api.app.get(Tables);
  for (const { table, column, type } of rows) {
    const name = `${table}.${column}`;
    if (notPlanted.has(name) || tables.ofOthers(table, column) || table === 'audit_entries') continue;
    const value =
      { text: `$2`, _text: `array_append(${column}, $2)` }[type] ??
      `case jsonb_typeof(${column})
      when 'array' then ${column} || to_jsonb($2::text) else coalesce(${column}, '{}') || jsonb_build_object('planted', $2::text) end`;
    const sql = `update ${table} set ${column} = ${value} where organization_id = $1`;
    const changed = await api.owner.query(sql, [owner.organizationId, text]).catch(() => null); // a check, or a code
    if (changed?.rowCount) planted.push(name);
  }
  return planted;
}

test('the address is found wherever anybody can type it, in every spelling, and a merged contact goes along', async () => {
  const { owner, id, email } = await knownPerson();
  const [old = ''] = addresses(1, 'Merged');
  const merged = await owner.call(contactsRoutes.create, { email: old, firstName: 'Gone', phone: '+442079460000' });
  await owner.call(contactPageRoutes.merge, { id, otherId: merged.id, take: [] });
  await owner.call(segmentsRoutes.create, {
    name: `About ${email}`,
    tree: { kind: 'all', of: [{ kind: 'field', field: 'email', predicate: { op: 'is', value: email } }] },
  });
  await owner.call(contactViewsRoutes.create, {
    name: `Just ${old}`,
    filter: { search: email, conditions: [{ field: 'email', operator: 'is', value: old }] },
  });
  const bystander = await owner.call(contactsRoutes.create, { email: `x${email}`, lastName: `not.${email}` });
  const { id: exportId } = await owner.call(exportsRoutes.create, { format: 'csv' });
  const download = () => owner.fetch(`/api/exports/${exportId}/contacts.csv`);
  await expect.poll(async () => (await download()).status, { timeout: 10_000 }).toBe(200);
  const planted = await plantEverywhere(owner, email);
  for (const name of ['segments.tree', 'contact_views.filter', 'campaigns.name', 'templates.body', 'imports.columns'])
    expect(planted).toContain(name);
  const { rows } = await api.owner.query<{ n: number }>(
    `select count(*)::int as n from imports where organization_id = $1`,
    [owner.organizationId],
  );
  expect(rows[0]?.n).toBe(1);
  await owner.call(personalDataRoutes.erase, { id, address: email });
  for (const text of [old, 'Gone', '+442079460000']) expect(await tracesOf(owner, text), text).toEqual([]);
  expect((await download()).status).toBe(409);
  // What is left is the other person, whose address only ends like it.
  expect(await tracesOf(owner, email)).toEqual(['contacts', 'audit_entries'].toSorted());
  expect(await owner.call(contactsRoutes.get, { id: bystander.id })).toMatchObject({ email: `x${email}` });
  expect(await tracesOf(owner, encodeURIComponent(email))).toEqual([]);
  const client = await api.owner.connect();
  try {
    for await (const log of checkLogs(client, { organizationId: owner.organizationId })) expect(log.problem).toBeNull();
    // Nobody else can change an entry, nor what an emptied one says now.
    await client.query(
      `update audit_entries set object_name = 'forged' where organization_id = $1 and seq = (select min(seq) from audit_entries
         where organization_id = $1 and object_name like '[erased%')`,
      [owner.organizationId],
    );
    for await (const log of checkLogs(client, { organizationId: owner.organizationId }))
      expect(log.problem).toMatch(/^entry \d+ was changed$/);
  } finally {
    client.release();
  }
});

test('events of other people lose the address and phone number too, in any spelling', async () => {
  const owner = await api.newOrganization();
  const [email = ''] = addresses(1, 'Invited');
  const phone = '+442079460000';
  const { id } = await owner.call(contactsRoutes.create, { email, phone });
  for (const friend of [email.toUpperCase(), encodeURIComponent(email), phone, encodeURIComponent(phone), 'nobody'])
    for (const [column, value] of [
      ['properties', JSON.stringify({ friend })],
      ['user_id', friend],
      ['warnings', [friend]],
    ] as const)
      await api.owner.query(
        `insert into events (organization_id, occurred_at, name, person_id, kind, trusted, message_id, ${column})
         values ($1, now(), 'invited', uuidv7(), 'track', false, 'm', $2)`,
        [owner.organizationId, value],
      );
  const friend = await owner.call(contactsRoutes.create, { email: 'friend@example.net' });
  for (const mentioned of [email.toUpperCase(), encodeURIComponent(email), phone, encodeURIComponent(phone), 'nobody'])
    await api.owner.query(
      `insert into contact_events (organization_id, contact_id, name, properties, occurred_at)
       values ($1, $2, $3, '{}', now()), ($1, $2, 'invited', jsonb_build_object('friend', $3::text), now())`,
      [owner.organizationId, friend.id, mentioned],
    );
  const { erased } = await owner.call(personalDataRoutes.erase, { id, address: email });
  expect(erased).toMatchObject({ events: 12, contact_events: 8 });
  for (const text of [email, encodeURIComponent(email), phone, encodeURIComponent(phone)])
    expect(await tracesOf(owner, text), text).toEqual([]);
});

test('erasing a person reads only the events that may name somebody', async () => {
  const owner = await api.newOrganization();
  const { id } = await owner.call(contactsRoutes.create, { email: 'busy@example.net' });
  await api.owner.query(
    `with of_people as (
       insert into events (organization_id, occurred_at, name, person_id, kind, trusted, message_id)
       select $1, now(), 'viewed', uuidv7(), 'track', false, n::text from generate_series(1, 2000) n)
     insert into contact_events (organization_id, contact_id, name, properties, occurred_at)
     select $1, $2, 'viewed', jsonb_build_object('page', n), now() from generate_series(1, 2000) n`,
    [owner.organizationId, id],
  );
  await api.owner.query('analyze events, contact_events');
  const scope = { organizationId: owner.organizationId, actor: { kind: 'system', name: 'test' } } as const;
  const planOf = (table: string) =>
    runInScope(scope, () => {
      const db = api.app.get(TenantDb);
      const where = api.app.get(Tables).get(table)?.mayMention ?? 'true';
      return db.transaction(() => db.rows<object>(`explain select from ${table} where ${where}`));
    });
  expect(JSON.stringify(await planOf('contact_events'))).toContain('using contact_events_mentions');
  expect(JSON.stringify(await planOf('events'))).toMatch(/using events_\d{4}_\d\d_organization_id_idx/);
});

test('whose address changes while a campaign is paused gets it at the new one, and who lost it is skipped', async () => {
  const owner = await api.newOrganization();
  const people = addresses(2);
  const groupId = await buildGroup(api.owner, owner, people);
  const campaign = await buildCampaign(owner, groupId);
  await owner.call(campaignsRoutes.launch, { id: campaign.id });
  const statusOf = async () => (await owner.call(campaignsRoutes.get, { id: campaign.id })).status;
  await expect.poll(statusOf).toBe('sent');
  await api.owner.query(`update campaigns set status = 'paused', finished_at = null where id = $1`, [campaign.id]);
  await api.owner.query(
    `update deliveries set state = 'pending', next_attempt_at = now(), accepted_at = null where campaign_id = $1`,
    [campaign.id],
  );
  const { items } = await owner.call(deliveriesRoutes.list, { id: campaign.id });
  const [moved, lost] = items;
  const [fresh = ''] = addresses(1, 'fresh');
  await owner.call(contactsRoutes.update, { id: moved!.contactId, email: fresh });
  await owner.call(contactsRoutes.update, { id: lost!.contactId, email: null, phone: '+442079460001' });
  // Somebody else has the old address by now.
  const later = await owner.call(contactsRoutes.create, { email: moved!.address });
  await owner.call(campaignsRoutes.resume, { id: campaign.id });
  await watchLedger(owner, campaign.id, ({ closed }) => closed);
  const after = await owner.call(deliveriesRoutes.list, { id: campaign.id });
  expect(after.items).toMatchObject([
    { address: fresh, state: 'accepted' },
    { address: '', state: 'skipped', reason: 'no_address' },
  ]);
  expect(smtp.messages.filter(({ to }) => to === fresh)).toHaveLength(1);
  // The link that was sent to the old address is still theirs, and nobody else's.
  const message = { organizationId: owner.organizationId, deliveryId: moved!.id };
  const { unsubscribe } = api.app.get(TrackingTokens).tokensFor(message);
  await fetch(new URL(`/u/${unsubscribe}`, api.url), { method: 'POST' });
  expect(await owner.call(contactsRoutes.get, { id: moved!.contactId })).toMatchObject({
    subscription: 'unsubscribed',
  });
  expect(await owner.call(contactsRoutes.get, { id: later.id })).toMatchObject({ subscription: 'subscribed' });
  expect((await owner.call(preferencesRoutes.get, { id: later.id })).suppression).toBeNull();
});

test('only an owner or admin who types the address erases, in their own organization, once of many times at once', async () => {
  const owner = await api.newOrganization();
  const [email = ''] = addresses(1);
  const { id } = await owner.call(contactsRoutes.create, { email });
  const erase = (member: TestMember, address = email) => member.call(personalDataRoutes.erase, { id, address });
  await expect(erase(await api.newMember(owner.organizationId, 'campaign_manager'))).rejects.toMatchObject({
    status: 403,
  });
  await expect(erase(await api.newOrganization())).rejects.toMatchObject({ status: 404 });
  for (const typed of ['', 'ada@example.com']) {
    await expect(erase(owner, typed)).rejects.toMatchObject({
      status: 400,
      problem: { errors: [{ path: ['address'] }] },
    });
  }
  const admin = await api.newMember(owner.organizationId, 'admin');
  const results = await Promise.allSettled(Array.from({ length: 10 }, () => erase(admin)));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const { items } = await owner.call(suppressionsRoutes.list, {});
  expect(items).toMatchObject([{ address: null, reason: 'erased' }]);
  await expect(owner.call(suppressionsRoutes.remove, { id: items[0]!.id })).rejects.toMatchObject({
    problem: { code: 'suppression.theirs' },
  });
});

test('the ledger of a person who was not erased cannot be made to forget them', async () => {
  const owner = await api.newOrganization();
  const { id } = await owner.call(contactsRoutes.create, { email: addresses(1)[0]! });
  const client = await api.owner.connect();
  try {
    await client.query('begin');
    await client.query(`select set_config('app.organization_id', $1, true)`, [owner.organizationId]);
    await expect(client.query('select forget_consent($1)', [id])).rejects.toThrow('was not erased stays');
  } finally {
    await client.query('rollback');
    client.release();
  }
});
