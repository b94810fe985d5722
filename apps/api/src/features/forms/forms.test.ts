import { afterAll, beforeAll, expect, test } from 'vitest';
import { contactsRoutes, groupsRoutes } from '@engagex/domain/contacts';
import { formsRoutes } from '@engagex/domain/forms';
import type { InputOf } from '@engagex/domain/shared';
import { suppressionsRoutes } from '@engagex/domain/suppressions';
import { topicsRoutes } from '@engagex/domain/topics';
import { preferencesRoutes } from '@engagex/domain/preferences';
import { addresses } from '../../testing/builders.ts';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';

let smtp: TestSmtp;
let api: TestApi;
beforeAll(async () => {
  smtp = await startSmtp();
  api = await startTestApi({ settings: { SMTP_URL: smtp.url } });
});
afterAll(async () => {
  await api.close();
  await smtp.close();
});

const formOf = (owner: TestMember, settings: Partial<InputOf<typeof formsRoutes.create>> = {}) =>
  owner.call(formsRoutes.create, { name: 'Footer', wording: 'Yes, write to me', ...settings });
const send = (path: string, fields: Record<string, string> = {}, languages = 'en') =>
  fetch(new URL(path, api.url), {
    method: 'POST',
    redirect: 'manual',
    headers: { 'x-engagex-address': '203.0.113.9', 'accept-language': languages },
    body: new URLSearchParams(fields),
  });
const mailsTo = (email: string) => smtp.messages.filter(({ to }) => to === email);
/** The path in the last mail to this address, once there are so many. */
async function linkTo(email: string, mails = 1): Promise<string> {
  await expect.poll(() => mailsTo(email).length).toBe(mails);
  const { text } = await smtp.parse(mailsTo(email).at(-1)!);
  const { pathname, search } = new URL(/http:\S+\/f\/\S+/.exec(text ?? '')?.[0] ?? '');
  return pathname + search;
}
const contactOf = async (owner: TestMember, email: string) =>
  (await owner.call(contactsRoutes.list, { search: email })).items[0];
/** Time goes by between two tries to sign up. */
const later = (email: string) =>
  api.owner.query(`update form_confirmations set created_at = created_at - interval '1 hour' where email = $1`, [
    email,
  ]);

test('filling in a form asks by mail; only the button behind the link signs up, once, with what was read', async () => {
  const owner = await api.newOrganization();
  const [email = ''] = addresses(1);
  const group = await owner.call(groupsRoutes.create, { name: 'Readers' });
  const form = await formOf(owner, { fields: ['firstName'], groupIds: [group.id] });
  const answer = await send(`/f/${form.id}`, { email, firstName: 'Zoë', lastName: 'not asked', anything: 'else' });
  expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('confirm your email address')]);
  expect(await contactOf(owner, email)).toBeUndefined();
  const link = await linkTo(email);
  for (let time = 0; time < 3; time += 1) expect((await fetch(new URL(link, api.url))).status).toBe(200);
  expect(await contactOf(owner, email)).toBeUndefined();
  await owner.call(formsRoutes.update, { id: form.id, wording: 'Something else entirely' });

  const answers = await Promise.all(Array.from({ length: 50 }, () => send(link)));
  expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
    200,
    ...Array<number>(49).fill(404),
  ]);
  const contact = await contactOf(owner, email);
  expect(contact).toMatchObject({ email, firstName: 'Zoë', lastName: null, subscription: 'subscribed' });
  expect((await owner.call(contactsRoutes.get, { id: contact!.id })).groups).toMatchObject([{ name: 'Readers' }]);
  expect((await owner.call(preferencesRoutes.get, { id: contact!.id })).history).toMatchObject([
    {
      kind: 'subscription',
      was: null,
      became: 'subscribed',
      source: 'double_opt_in',
      wording: 'Footer, version 1: Yes, write to me',
      address: '203.0.113.9',
    },
  ]);
});

test('known, unknown, gone and suppressed addresses get the same answer', async () => {
  const owner = await api.newOrganization();
  const [unknown = '', known = '', gone = '', barred = ''] = addresses(4);
  const form = await formOf(owner);
  await owner.call(contactsRoutes.create, { email: known });
  const left = await owner.call(contactsRoutes.create, { email: gone });
  await owner.call(contactsRoutes.unsubscribe, { id: left.id });
  await owner.call(suppressionsRoutes.create, { address: barred });
  const pages = await Promise.all(
    [unknown, known, gone, barred].map(async (email) => {
      const answer = await send(`/f/${form.id}`, { email });
      return `${answer.status} ${await answer.text()}`;
    }),
  );
  expect(new Set(pages).size).toBe(1);
  for (const email of [unknown, known, gone]) await linkTo(email);
  expect(mailsTo(barred)).toEqual([]);
});

test('who left comes back by a new confirmation only, never by one they asked for before they left', async () => {
  const owner = await api.newOrganization();
  const [email = ''] = addresses(1);
  const form = await formOf(owner, { doubleOptIn: false });
  await send(`/f/${form.id}`, { email }); // at once, as the form says
  const { id } = (await contactOf(owner, email))!;
  const double = await formOf(owner);
  await send(`/f/${double.id}`, { email });
  const early = await linkTo(email);
  await owner.call(contactsRoutes.unsubscribe, { id });
  expect((await send(early)).status).toBe(404);
  expect((await contactOf(owner, email))?.subscription).toBe('unsubscribed');

  await later(email);
  await send(`/f/${form.id}`, { email }); // no double opt-in, and yet it asks
  const link = await linkTo(email, 2);
  expect((await contactOf(owner, email))?.subscription).toBe('unsubscribed');
  expect((await send(link)).status).toBe(200);
  expect((await contactOf(owner, email))?.subscription).toBe('subscribed');
  expect((await owner.call(preferencesRoutes.get, { id })).suppression).toBeNull();

  await owner.call(contactsRoutes.unsubscribe, { id });
  for (const used of [early, link]) expect((await send(used)).status).toBe(404);
  expect((await contactOf(owner, email))?.subscription).toBe('unsubscribed');
  expect(
    (await owner.call(preferencesRoutes.get, { id })).history.map(({ became, source }) => [became, source]),
  ).toEqual([
    ['unsubscribed', 'member'],
    ['subscribed', 'double_opt_in'],
    ['unsubscribed', 'member'],
    ['subscribed', 'form'],
  ]);
});

test('filling it in again takes nothing from a person who is signed up', async () => {
  const owner = await api.newOrganization();
  const [email = ''] = addresses(1);
  const { id } = await owner.call(contactsRoutes.create, { email, firstName: 'Ada', lastName: 'Lovelace' });
  for (const doubleOptIn of [true, false]) {
    const form = await formOf(owner, { doubleOptIn, fields: ['firstName', 'lastName'] });
    await send(`/f/${form.id}`, { email: email.toUpperCase(), firstName: 'Mallory', lastName: '' });
  }
  expect(await owner.call(contactsRoutes.get, { id })).toMatchObject({
    email,
    firstName: 'Ada',
    lastName: 'Lovelace',
    subscription: 'subscribed',
  });
});

test('fifty at once send one mail, and nobody can be flooded through a form', async () => {
  const owner = await api.newOrganization();
  const [email = ''] = addresses(1);
  const form = await formOf(owner);
  await Promise.all(Array.from({ length: 50 }, () => send(`/f/${form.id}`, { email })));
  await linkTo(email);
  for (let time = 2; time <= 7; time += 1) {
    await later(email);
    await send(`/f/${form.id}`, { email });
  }
  await linkTo(email, 5);
  expect(mailsTo(email)).toHaveLength(5); // a day's worth
});

test('a program that fills in the hidden field is thanked and forgotten', async () => {
  const owner = await api.newOrganization();
  const [email = ''] = addresses(1);
  const form = await formOf(owner, { doubleOptIn: false });
  const answer = await send(`/f/${form.id}`, { email, fax: '1' });
  expect(answer.status).toBe(200);
  expect(await contactOf(owner, email)).toBeUndefined();
});

test('a form leads to the page of its organization, and to no other', async () => {
  const owner = await api.newOrganization();
  const form = await formOf(owner, { redirectUrl: 'https://shop.example/thanks' });
  const answer = await send(`/f/${form.id}?redirectUrl=https://evil.example`, {
    email: addresses(1)[0]!,
    redirectUrl: 'https://evil.example',
  });
  expect([answer.status, answer.headers.get('location')]).toEqual([303, 'https://shop.example/thanks']);
  for (const redirectUrl of ['javascript:alert(1)', 'http://shop.example', '//evil.example']) {
    await expect(formOf(owner, { redirectUrl })).rejects.toMatchObject({ status: 400 });
  }
});

test.each([
  ['no address', {}],
  ['no address at all', { email: 'nobody' }],
  ['two addresses', { email: 'a@example.com, b@example.com' }],
  ['a header of its own', { email: 'a@example.com\r\nBcc: b@example.com' }],
  ['markup', { email: '<script>@example.com' }],
  ['a name with a line break', { email: 'a@example.com', firstName: 'Ada\nBcc: x' }],
])('%s is refused on a page', async (_name, fields: Record<string, string>) => {
  const form = await formOf(await api.newOrganization(), { fields: ['firstName'] });
  const answer = await send(`/f/${form.id}`, fields);
  expect([answer.status, await answer.text()]).toEqual([400, expect.not.stringContaining('<script')]);
});

test('forms that are gone, links that are forged, expired or of another form lead nowhere', async () => {
  const [owner, stranger] = [await api.newOrganization(), await api.newOrganization()];
  const [email = ''] = addresses(1);
  const [form, other] = [await formOf(owner), await formOf(stranger)];
  await send(`/f/${form.id}`, { email });
  const link = await linkTo(email);
  const elsewhere = link.replace(form.id, other.id);
  for (const path of [elsewhere, link.replace('?', 'x?'), `/f/${form.id}/confirm/%00`, '/f/not-an-id/confirm/x']) {
    expect((await send(path)).status, path).toBe(404);
  }
  await api.owner.query('update form_confirmations set expires_at = now() where form_id = $1', [form.id]);
  expect((await send(link)).status).toBe(404);
  await owner.call(formsRoutes.delete, { id: form.id });
  for (const id of [form.id, 'nonsense', '00000000-0000-7000-8000-000000000000']) {
    expect((await send(`/f/${id}`, { email })).status).toBe(404);
  }
  expect(await contactOf(owner, email)).toBeUndefined();
});

test('groups and topics of another organization cannot be put into a form', async () => {
  const [owner, stranger] = [await api.newOrganization(), await api.newOrganization()];
  const group = await stranger.call(groupsRoutes.create, { name: 'Theirs' });
  const [topic] = (await stranger.call(topicsRoutes.list)).items;
  await expect(formOf(owner, { groupIds: [group.id] })).rejects.toMatchObject({
    problem: { errors: [{ path: ['groupIds'] }] },
  });
  await expect(formOf(owner, { topicId: topic!.id })).rejects.toMatchObject({
    problem: { errors: [{ path: ['topicId'] }] },
  });
});

test('whatever names contain, pages show it as text', async () => {
  const owner = await api.newOrganization();
  const evil = `"><script>alert('x')</script>`;
  await api.owner.query('update organizations set name = $2 where id = $1', [owner.organizationId, evil]);
  const [email = ''] = addresses(1);
  const form = await formOf(owner, { wording: evil, thanks: evil });
  expect(await (await send(`/f/${form.id}`, { email })).text()).not.toContain('<script');
  const link = await linkTo(email);
  expect((await smtp.parse(mailsTo(email)[0]!)).html).not.toContain('<script');
  expect(await (await fetch(new URL(link, api.url))).text()).not.toContain('<script');
  expect(await (await send(link)).text()).not.toContain('<script');
});

test('a form, its answers, its mail and its confirmation speak the language of the page or the browser', async () => {
  const owner = await api.newOrganization();
  const [email = '', own = '', wrong = ''] = addresses(3);
  const form = await formOf(owner, { fields: ['firstName'] });
  const page = await fetch(new URL(`/f/${form.id}?lang=es`, api.url), { headers: { 'accept-language': 'de' } });
  const html = await page.text();
  expect([page.status, html]).toEqual([200, expect.stringContaining('<html lang="es">')]);
  for (const words of ['Correo electrónico', 'Suscribirme', 'Yes, write to me', 'name="fax"'])
    expect(html).toContain(words);

  const answer = await (await send(`/f/${form.id}`, { email }, 'de-CH, fr')).text();
  expect(answer).toMatch(/<html lang="de">[^]*Fast geschafft[^]*Posteingang/);
  const there = /href="([^"]*)\?lang=fr"/.exec(answer)?.[1] ?? '';
  const thanks = await fetch(new URL(`${there}?lang=fr`, new URL(`/f/${form.id}`, api.url)));
  expect(await thanks.text()).toMatch(/<html lang="fr">[^]*Vous y êtes presque/);
  const link = await linkTo(email);
  expect(link).toMatch(/\?lang=de$/);
  const mail = await smtp.parse(mailsTo(email)[0]!);
  expect(mail.subject).toContain('Bestätigen Sie Ihre E-Mail-Adresse');
  expect(mail.html).toContain('<html lang="de">');
  const welcome = await (await send(link)).text();
  expect(welcome).toContain('Ihre E-Mail-Adresse ist bestätigt');
  const again = /href="([^"]*)\?lang=nl"/.exec(welcome)?.[1] ?? '';
  const confirmed = await fetch(new URL(`${again}?lang=nl`, new URL(link, api.url)));
  expect(await confirmed.text()).toContain('Uw e-mailadres is bevestigd');
  expect(await (await send(link)).text()).toContain('Dieser Link funktioniert nicht');
  expect(await (await send('/f/nonsense', { email }, 'it')).text()).toContain('Questo modulo è chiuso');

  // Mail to somebody known is in their language; the answer tells nothing of it.
  const left = await owner.call(contactsRoutes.create, { email: own, language: 'pt-BR' });
  await owner.call(contactsRoutes.unsubscribe, { id: left.id });
  expect(await (await send(`/f/${form.id}`, { email: own }, 'fr')).text()).toContain('<html lang="fr">');
  await linkTo(own);
  expect((await smtp.parse(mailsTo(own)[0]!)).subject).toContain('Confirme o seu endereço');

  const refused = await send(`/f/${form.id}`, { email: `${wrong} x`, firstName: 'Zoë' }, 'nl');
  const corrected = await refused.text();
  expect([refused.status, corrected]).toEqual([400, expect.stringContaining('Vul een e-mailadres in')]);
  expect(corrected).toContain('value="Zoë"');
});

test('what an organization wrote for afterwards is shown as it is, in every language', async () => {
  const form = await formOf(await api.newOrganization(), { thanks: 'Bis bald!' });
  const answer = await send(`/f/${form.id}`, { email: addresses(1)[0]! }, 'fr');
  expect(await answer.text()).toContain('Bis bald!');
});
