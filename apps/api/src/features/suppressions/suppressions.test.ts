import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import { contactsRoutes, type ImportView, importsRoutes } from '@engagex/domain/contacts';
import { suppressionsRoutes } from '@engagex/domain/suppressions';
import { preferencesRoutes } from '@engagex/domain/preferences';
import { addresses, buildCampaign, buildGroup, watchLedger } from '../../testing/builders.ts';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { buildWorkbook } from '../../testing/workbooks.ts';

let smtp: TestSmtp;
let api: TestApi;
beforeAll(async () => {
  smtp = await startSmtp();
  api = await startTestApi({ work: true, settings: { SMTP_URL: smtp.url } });
});
afterAll(async () => {
  await api.close();
  await smtp.close();
});

const suppress = (member: TestMember, address: string) =>
  member.call(suppressionsRoutes.create, { address, note: 'Asked by phone' });

async function fileOf(member: TestMember, path: string, content: string | Buffer) {
  const form = new FormData();
  form.set('file', new Blob([typeof content === 'string' ? content : new Uint8Array(content)]), 'people.csv');
  return member.fetch(path, { method: 'POST', body: form });
}

async function importPeople(member: TestMember, text: string, mapping: ['email', 'unsubscribed'] | ['email']) {
  const view = (await (await fileOf(member, '/api/imports', text)).json()) as ImportView; // what the route promises
  await member.call(importsRoutes.start, { id: view.id, mapping });
  await expect.poll(async () => (await member.call(importsRoutes.get, { id: view.id })).status).toBe('done');
}

test('who is on the list is counted, frozen and skipped as suppressed, whatever the spelling', async () => {
  const member = await api.newOrganization();
  const [first = '', second = '', third = ''] = addresses(3);
  const campaign = await buildCampaign(
    member,
    await buildGroup(api.owner, member, [first.toUpperCase(), second, third]),
  );
  await suppress(member, ` ${first} `);
  expect(await member.call(campaignsRoutes.review, { id: campaign.id })).toMatchObject({
    audience: 3,
    people: 2,
    skipped: { suppressed: 1 },
  });
  await member.call(campaignsRoutes.launch, { id: campaign.id });
  const ledger = await watchLedger(member, campaign.id, ({ closed }) => closed);
  expect(ledger).toMatchObject({ audience: 3, accepted: 2, skipped: { suppressed: 1 } });
  expect(smtp.messages.map(({ to }) => to.toLowerCase())).not.toContain(first);
});

test('who is suppressed after the audience was frozen is stopped at the gate', async () => {
  const member = await api.newOrganization();
  const [first = '', second = ''] = addresses(2);
  const campaign = await buildCampaign(member, await buildGroup(api.owner, member, [first, second]));
  await api.owner.query(
    `insert into campaign_contents (organization_id, campaign_id, subject, html, text) values ($1, $2, 's', 'h', 't')`,
    [member.organizationId, campaign.id],
  );
  await api.owner.query(
    `insert into deliveries (organization_id, campaign_id, contact_id, address, state)
     select organization_id, $2, id, email, 'pending' from contacts where organization_id = $1`,
    [member.organizationId, campaign.id],
  );
  await suppress(member, first);
  await api.owner.query(`update campaigns set status = 'sending', audience = 2, launched_at = now() where id = $1`, [
    campaign.id,
  ]);
  const ledger = await watchLedger(member, campaign.id, ({ closed }) => closed, 40_000);
  expect(ledger).toMatchObject({ accepted: 1, skipped: { suppressed: 1 } });
}, 50_000);

test('added again, imported again or edited, the address stays suppressed', async () => {
  const member = await api.newOrganization();
  const [email = ''] = addresses(1);
  await suppress(member, email);
  const created = await member.call(contactsRoutes.create, { email: email.toUpperCase() });
  await importPeople(member, `email\n${email.replace('example', 'EXAMPLE')}\n`, ['email']);
  await member.call(contactsRoutes.update, { id: created.id, firstName: 'Ada' });
  expect((await member.call(preferencesRoutes.get, { id: created.id })).suppression?.reason).toBe('manual');
  await expect(suppress(member, email.toUpperCase())).rejects.toMatchObject({
    status: 409,
    problem: { code: 'suppression.exists' },
  });
});

test('spellings that mean one domain are one address', async () => {
  const member = await api.newOrganization();
  const view = await suppress(member, 'Ada@MÜNCHEN.example');
  expect(view.address).toBe('ada@xn--mnchen-3ya.example');
  for (const same of ['ada@xn--mnchen-3ya.example', 'ada@mu\u0308nchen.example', 'ADA@münchen.EXAMPLE']) {
    await expect(suppress(member, same)).rejects.toMatchObject({ problem: { code: 'suppression.exists' } });
  }
});

test('who unsubscribed cannot be let through by a member, and a complaint only when it is said twice', async () => {
  const member = await api.newOrganization();
  const { id, email } = await member.call(contactsRoutes.create, { email: addresses(1)[0]! });
  await member.call(contactsRoutes.unsubscribe, { id });
  const { items } = await member.call(suppressionsRoutes.list, { search: email?.toUpperCase() });
  expect(items).toMatchObject([{ address: email, reason: 'unsubscribe', contactId: id }]);
  await expect(member.call(suppressionsRoutes.remove, { id: items[0]!.id })).rejects.toMatchObject({
    status: 409,
    problem: { code: 'suppression.theirs' },
  });
  const complaint = await suppress(member, addresses(1)[0]!);
  await api.owner.query(`update suppressions set reason = 'complaint' where id = $1`, [complaint.id]);
  await expect(member.call(suppressionsRoutes.remove, { id: complaint.id })).rejects.toMatchObject({
    problem: { code: 'suppression.complaint' },
  });
  await member.call(suppressionsRoutes.remove, { id: complaint.id, despite: 'complaint' });
  expect(await member.call(suppressionsRoutes.count, {})).toEqual({ count: 1 });
});

test('each door to a preference leaves its entry in the ledger, with who and from where', async () => {
  const member = await api.newOrganization();
  const [byMember = '', byFile = ''] = addresses(2);
  const { id } = await member.call(contactsRoutes.create, { email: byMember });
  for (let time = 0; time < 2; time += 1) await member.call(contactsRoutes.unsubscribe, { id });
  await importPeople(member, `email,gone\n${byFile},yes\n`, ['email', 'unsubscribed']);
  const imported = (await member.call(contactsRoutes.list, { search: byFile })).items[0]!;
  expect((await member.call(preferencesRoutes.get, { id })).history).toMatchObject([
    { kind: 'subscription', was: 'subscribed', became: 'unsubscribed', source: 'member', actor: 'Test person' },
  ]);
  expect((await member.call(preferencesRoutes.get, { id: imported.id })).history).toMatchObject([
    { kind: 'subscription', was: null, became: 'unsubscribed', source: 'import', wording: 'people.csv' },
  ]);
});

test('the application can add to the ledger and nothing else', async () => {
  const { rows } = await api.owner.query<{ privilege: string }>(
    `select privilege_type as privilege from information_schema.role_table_grants
     where table_name = 'consent_entries' and grantee = 'engagex_app' order by 1`,
  );
  expect(rows.map(({ privilege }) => privilege)).toEqual(['INSERT', 'SELECT']);
});

test('a file of addresses is taken once each, and comes out again as CSV', async () => {
  const member = await api.newOrganization();
  const [first = '', second = ''] = addresses(2);
  const text = `name;email\nAda;${first}\nAda;${first.toUpperCase()}\nGrace;${second}\nNobody;not an address\n`;
  const once = await (await fileOf(member, '/api/suppressions/import', text)).json();
  expect(once).toEqual({
    rows: 4,
    added: 2,
    present: 0,
    repeated: 1,
    blank: 0,
    rejected: 1,
    rejections: [{ line: 5, reason: expect.stringMatching(/./), cell: 'not an address' }],
  });
  const twice = await (await fileOf(member, '/api/suppressions/import', `${first}\n${second}`)).json();
  expect(twice).toMatchObject({ rows: 2, added: 0, present: 2, rejected: 0, rejections: [] });
  const csv = await (await member.fetch('/api/suppressions/export.csv')).text();
  expect(
    csv
      .split('\r\n')
      .slice(1, -1)
      .map((line) => line.split(',')[0]!)
      .toSorted((one, other) => one.localeCompare(other)),
  ).toEqual([first, second].toSorted((one, other) => one.localeCompare(other)));
});

test('a file of addresses may be a workbook, or text in any encoding, and no stray quote loses one', async () => {
  const member = await api.newOrganization();
  const people = addresses(7);
  const [shown = '', hidden = '', wide = '', quoted = '', utf16 = '', other = '', last = ''] = people;
  const cells = (line: number, text: string, attributes = '') =>
    `<row r="${line}"${attributes}><c t="inlineStr"><is><t>${text}</t></is></c></row>`;
  const book = await buildWorkbook({
    sheets: { A: cells(1, 'Left us') + cells(3, 'Email') + cells(4, shown) + cells(5, hidden, ' hidden="1"') },
  });
  const sent = [
    [book, { rows: 2, added: 2, rejected: 0 }],
    [`email;note\nAda <${wide}>;a;b;c\n'${quoted};"stray\n\n`, { rows: 3, added: 2, blank: 1, rejected: 0 }],
    [Buffer.from(`\uFEFFGrund\tE-Mail\r\ngek\u00fcndigt\t${utf16}\r\n`, 'utf16le'), { rows: 1, added: 1 }],
    [Buffer.from(`Stra\u00dfe;Kontakt\r\nGr\u00fcnweg;${other}\r\nX;${last}\r\n`, 'latin1'), { rows: 2, added: 2 }],
  ] as const;
  for (const [content, counted] of sent)
    expect(await (await fileOf(member, '/api/suppressions/import', content)).json()).toMatchObject(counted);
  expect(await member.call(suppressionsRoutes.count, {})).toEqual({ count: people.length });
});

test.each([
  ['nothing', ''],
  ['a header alone', 'email\n'],
  ['bytes that are no text', 'email\n\u0000\n'],
])('%s is refused and nothing is kept', async (_name, text) => {
  const member = await api.newOrganization();
  expect((await fileOf(member, '/api/suppressions/import', text)).status).toBe(400);
  expect(await member.call(suppressionsRoutes.count, {})).toEqual({ count: 0 });
});

test('another organization sees and changes nothing of the list', async () => {
  const [member, other] = [await api.newOrganization(), await api.newOrganization()];
  const { id } = await suppress(member, addresses(1)[0]!);
  expect((await other.call(suppressionsRoutes.list, {})).items).toEqual([]);
  await expect(other.call(suppressionsRoutes.remove, { id })).rejects.toMatchObject({ status: 404 });
  const contact = await member.call(contactsRoutes.create, { email: addresses(1)[0]! });
  const foreign = (
    await other.call(preferencesRoutes.get, {
      id: (await other.call(contactsRoutes.create, { email: addresses(1)[0]! })).id,
    })
  ).topics[0]!;
  await expect(
    member.call(preferencesRoutes.setTopic, { id: contact.id, topicId: foreign.id, wanted: false }),
  ).rejects.toMatchObject({ status: 404 });
});
