import { afterAll, beforeAll, expect, test } from 'vitest';
import { brandRoutes } from '@engagex/domain/brand';
import { campaignsRoutes, preFlightsRoutes, usualAbTest } from '@engagex/domain/campaigns';
import {
  type Block,
  block,
  emailDocument,
  type EmailDocument,
  paragraph,
  plain,
  rich,
  value,
  withLine,
  withTranslation,
} from '@engagex/domain/documents';
import { messagesRoutes } from '@engagex/domain/messages';
import { savedBlocksRoutes } from '@engagex/domain/saved-blocks';
import { templateDraftsRoutes, templatesRoutes } from '@engagex/domain/templates';
import { buildGroup, watchLedger } from '../../testing/builders.ts';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';

let smtp: TestSmtp;
let api: TestApi;
let member: TestMember;
beforeAll(async () => {
  smtp = await startSmtp();
  api = await startTestApi({ work: true, settings: { SMTP_URL: smtp.url } });
  member = await api.newOrganization();
});
afterAll(async () => {
  await api.close();
  await smtp.close();
});

const say = (...words: readonly (string | ReturnType<typeof value>)[]) => rich(paragraph(...words));
const link = (address: string) => ({ to: 'address' as const, address, query: [] });

function translated(
  made: Block,
  language: string,
  texts: Readonly<Record<string, Parameters<typeof withTranslation>[2]['value']>>,
) {
  return Object.entries(texts).reduce<Block>(
    (current, [path, into]) => ({
      ...current,
      translations: withTranslation(current, language, { path, value: into }),
    }),
    made,
  );
}

const code = (words: string) =>
  `<mj-text>${words} {{ "2026-11-30" | date: "long" }}, {{ 1234.5 | currency: "EUR" }}</mj-text>`;

/** English, translated into German, Portuguese and Arabic, with what another block says below. */
function multilingual(more: readonly Block[] = []): EmailDocument {
  const hello = value('contact.first_name', 'you');
  let text = block.parse({ id: 'text', type: 'text', content: say('Good day, ', hello) });
  text = translated(text, 'de', { content: say('Guten Tag, ', hello) });
  text = translated(text, 'pt', { content: say('Bom dia, ', hello) });
  text = translated(text, 'ar', { content: say('مرحبا ', hello) });
  let button = block.parse({
    id: 'button',
    type: 'button',
    label: plain('Shop'),
    link: link('https://shop.example/en'),
  });
  button = translated(button, 'de', { label: plain('Laden'), link: link('https://shop.example/de') });
  button = translated(button, 'pt-BR', { label: plain('Loja') });
  const dated = block.parse({ id: 'dated', type: 'raw', language: 'mjml', source: code('Until') });
  const footer = block.parse({ id: 'footer', type: 'footer', unsubscribe: plain('Unsubscribe') });
  const browser = block.parse({
    id: 'browser',
    type: 'raw',
    language: 'html',
    source: '<a href="{{ view_in_browser_url }}">View</a>',
  });
  const languages = ['de', 'pt', 'pt-BR', 'ar'].reduce(
    (all, language) =>
      withLine(all, language, {
        name: 'subject',
        base: 'Sale',
        value: language === 'pt-BR' ? null : `Sale in ${language}`,
      }),
    { base: 'en', others: {} },
  );
  return emailDocument.parse({
    version: 1,
    languages,
    sections: [{ id: 's', columns: [{ id: 'c', blocks: [text, button, dated, ...more, browser, footer] }] }],
  });
}

const named = { name: 'Sale', subject: 'Sale', preheader: '', kind: 'visual' } as const;
const readers = { 'de-AT': 'anna', 'pt-BR': 'bia', ar: 'amal', fr: 'chloe', en: 'ed' };

/** A draft to one reader of each language, by their address. */
async function draft(document: EmailDocument, at: string) {
  const template = await member.call(templatesRoutes.create, { ...named, document });
  const emails = Object.values(readers).map((name) => `${name}@${at}.example`);
  const groupId = await buildGroup(api.owner, member, emails);
  for (const [language, name] of Object.entries(readers))
    await api.owner.query('update contacts set language = $2, first_name = $3 where email = $1', [
      `${name}@${at}.example`,
      language,
      name,
    ]);
  const { id } = await member.call(campaignsRoutes.create, {
    name: 'Summer sale',
    templateId: template.id,
    groupIds: [groupId],
    senderName: 'Shop',
    senderEmail: 'hello@shop.example',
  });
  const { rows } = await api.owner.query<{ id: string; email: string }>(
    'select id, email from contacts where email = any ($1)',
    [emails],
  );
  const contactOf = (name: string) => rows.find(({ email }) => email === `${name}@${at}.example`)?.id;
  const mailTo = async (name: string) => {
    const found = smtp.messages.find(({ to }) => to === `${name}@${at}.example`);
    const { subject, html, text } = found ? await smtp.parse(found) : { subject: '', html: '', text: '' };
    return { subject, html: html ?? '', text: (text ?? '').replaceAll('\u00a0', ' ') };
  };
  return { id, templateId: template.id, contactOf, mailTo };
}

test('everybody gets the message in their language, from the exact tag to that of the template', async () => {
  const { id, templateId, contactOf, mailTo } = await draft(multilingual(), 'all');
  const preview = (name: string) => member.call(campaignsRoutes.preview, { id, contactId: contactOf(name) });
  expect((await preview('anna')).languages).toEqual(['en', 'de', 'pt', 'pt-BR', 'ar']);
  const before = new Map<string, Awaited<ReturnType<typeof preview>>>();
  for (const name of Object.values(readers)) before.set(name, await preview(name));

  const { problems } = await member.call(campaignsRoutes.review, { id });
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(problems.find(({ code: which }) => which === 'language_not_translated')?.message).toBe(
    '1 person reads a language this message is not in, and get it in English: French (1).',
  );
  expect(problems.filter(({ code: which }) => which === 'translation_missing').map(({ message }) => message)).toContain(
    'German: 3 texts not translated yet.',
  );

  await member.call(campaignsRoutes.launch, { id });
  await watchLedger(member, id, ({ accepted }) => accepted === 5);
  const [german, brazilian, arabic, french, english] = await Promise.all(
    ['anna', 'bia', 'amal', 'chloe', 'ed'].map(mailTo),
  );
  expect(german).toMatchObject({ subject: 'Sale in de' });
  expect(german?.html).toContain('<html lang="de"');
  expect(german?.text).toContain('Guten Tag, anna');
  expect(german?.text).toContain('Until 30. November 2026, 1.234,50 €');
  expect(brazilian).toMatchObject({ subject: 'Sale in pt' });
  expect(brazilian?.text).toContain('Bom dia, bia');
  expect(brazilian?.html).toContain('Loja');
  expect(brazilian?.text).toContain('30 de novembro de 2026');
  expect(arabic?.html).toMatch(/<html lang="ar" dir="rtl"/);
  expect(arabic?.html).toContain('align="right"');
  expect(arabic?.html).toContain('Shop');
  for (const own of [french, english]) {
    expect(own?.subject).toBe('Sale');
    expect(own?.text).toContain('Until November 30, 2026, €1,234.50');
  }
  // What was shown before is what was sent.
  for (const [name, shown] of before) {
    const sent = await mailTo(name);
    expect(sent.subject, name).toBe(shown.subject);
    expect(wordsOf(sent.text), name).toBe(wordsOf(shown.text));
  }

  // Each language has links of its own, and the page in the browser shows the message as it was sent.
  await api.owner.query(`update contacts set language = 'ar' where id = $1`, [contactOf('anna')]);
  const [click = ''] = /http[^"\s]*(\/t\/[\w-]+\/\d+)/.exec(german?.html ?? '')?.slice(1) ?? [];
  expect((await fetch(`${api.url}${click}`, { redirect: 'manual' })).headers.get('location')).toBe(
    'https://shop.example/de',
  );
  const [view = ''] = /(\/u\/[\w-]+\/message)/.exec(german?.html ?? '')?.slice(1) ?? [];
  expect(await (await fetch(`${api.url}${view}`)).text()).toContain('Guten Tag, anna');

  // What was launched stays as it was.
  await member.call(templatesRoutes.update, { id: templateId, subject: 'Later' });
  await api.owner.query(`update contacts set language = 'de' where id = $1`, [contactOf('anna')]);
  expect(await preview('anna')).toMatchObject({ subject: 'Sale in de', html: expect.stringContaining('Guten Tag') });
  expect(
    await member.call(campaignsRoutes.preview, { id, contactId: contactOf('anna'), language: 'pt' }),
  ).toMatchObject({ subject: 'Sale in pt', languages: ['en', 'ar', 'de', 'pt', 'pt-BR'] });
});

test('a pre-flight finds the people whose language the message does not have', async () => {
  const { id } = await draft(multilingual(), 'flight');
  await member.call(preFlightsRoutes.start, { id });
  const latest = async () => (await member.call(preFlightsRoutes.latest, { id })).preFlight;
  await expect.poll(async () => (await latest())?.state, { timeout: 30_000 }).toBe('finished');
  expect((await latest())?.findings).toContainEqual({ kind: 'other_language', detail: 'fr', people: 1 });
});

test('a variant with a subject of its own sends it in every language, and the review says so', async () => {
  const { id, contactOf } = await draft(multilingual(), 'variants');
  const own = { subject: '', preheader: '', senderName: '', templateId: null };
  const abTest = { ...usualAbTest, variants: [own, { ...own, subject: 'Only today' }] };
  await member.call(campaignsRoutes.update, { id, abTest });
  const shown = (variant: 'A' | 'B') =>
    member.call(campaignsRoutes.preview, { id, variant, contactId: contactOf('anna') });
  expect(await shown('A')).toMatchObject({ subject: 'Sale in de', text: expect.stringContaining('Guten Tag') });
  expect(await shown('B')).toMatchObject({ subject: 'Only today', text: expect.stringContaining('Guten Tag') });
  const { problems } = await member.call(campaignsRoutes.review, { id });
  expect(problems.map(({ code: which }) => which)).toContain('line_not_translated');
});

test('a test and a single message are in a language, too', async () => {
  const { id, templateId } = await draft(multilingual(), 'single');
  const { rows } = await api.owner.query<{ email: string }>('select email from users where id = $1', [member.userId]);
  const to = [rows[0]?.email ?? ''];
  await member.call(campaignsRoutes.sendTest, { id, to, language: 'de-CH' });
  await member.call(campaignsRoutes.sendTest, { id, to });
  const tests = await Promise.all(smtp.messages.filter((each) => each.to === to[0]).map((each) => smtp.parse(each)));
  const subjects = tests.map(({ subject }) => subject).filter((subject) => subject?.startsWith('[Test]'));
  expect(subjects).toEqual(['[Test] Sale in de', '[Test] Sale']);

  const [first] = multilingual().sections;
  const blocks = first?.columns[0]?.blocks.slice(0, 3) ?? [];
  const receipt = { ...multilingual(), sections: [{ ...first, id: 's', columns: [{ id: 'c', width: 1, blocks }] }] };
  await member.call(templatesRoutes.update, { id: templateId, document: emailDocument.parse(receipt) });
  const from = { address: 'hello@shop.example', name: 'Shop' };
  await member.call(messagesRoutes.create, { to: { address: 'anna@single.example' }, from, templateId });
  await expect.poll(() => smtp.messages.filter((each) => each.to === 'anna@single.example').length).toBe(1);
  const [sent] = smtp.messages.filter((each) => each.to === 'anna@single.example');
  expect(sent && (await smtp.parse(sent))).toMatchObject({
    subject: 'Sale in de',
    text: expect.stringContaining('Guten Tag'),
  });
});

test('a saved block is shown in the language of the message, and a release makes all languages again', async () => {
  const notice = (german: string) =>
    translated(block.parse({ id: 'notice', type: 'text', content: say('Open from nine') }), 'de', {
      content: say(german),
    });
  const saved = await member.call(savedBlocksRoutes.create, { name: 'Hours', blocks: [notice('Ab neun')] });
  const document = multilingual([block.parse({ id: 'hours', type: 'saved', savedBlockId: saved.id })]);
  const { id, contactOf } = await draft(document, 'saved');
  const shown = async (name: string) =>
    (await member.call(campaignsRoutes.preview, { id, contactId: contactOf(name) })).text;
  expect(await shown('anna')).toContain('Ab neun');
  expect(await shown('bia')).toContain('Open from nine');
  const changed = await member.call(savedBlocksRoutes.update, {
    id: saved.id,
    blocks: [notice('Ab zehn')],
    version: saved.updatedAt,
  });
  await member.call(savedBlocksRoutes.publish, { id: saved.id, version: changed.updatedAt });
  expect(await shown('anna')).toContain('Ab zehn');
  const { problems } = await member.call(campaignsRoutes.review, { id });
  expect(problems.map(({ message }) => message)).toContain(
    'Arabic: 1 text of saved blocks not translated, or outdated.',
  );
});

test('a changed text makes its translation outdated until it is published with another, and drafts of two editors are merged', async () => {
  const { templateId: id } = await draft(multilingual(), 'stale');
  const start = await member.call(templateDraftsRoutes.get, { id });
  const { document } = start;
  if (!document) throw new Error('A visual template has a document.');
  const withBlock = (blockId: string, change: (each: Block) => Block): EmailDocument => ({
    ...document,
    sections: document.sections.map((section) => ({
      ...section,
      columns: section.columns.map((column) => ({
        ...column,
        blocks: column.blocks.map((each) => (each.id === blockId ? change(each) : each)),
      })),
    })),
  });
  const changed = withBlock('text', (each) => ({ ...each, content: say('Welcome') }) as Block);
  const french = withBlock('text', (each) => translated(each, 'de', { content: say('Willkommen') }));
  await member.call(templateDraftsRoutes.save, { id, baseRevision: start.revision, document: changed });
  const merged = await member.call(templateDraftsRoutes.save, { id, baseRevision: start.revision, document: french });
  expect(merged.merged).toBe(true);
  expect(JSON.stringify(merged.document)).toMatch(/Welcome/);
  expect(JSON.stringify(merged.document)).toMatch(/Willkommen/);
  await member.call(templateDraftsRoutes.publish, { id, revision: merged.revision });
  const { subject, preheader, document: now } = await member.call(templatesRoutes.get, { id });
  const preview = await member.call(templatesRoutes.preview, {
    kind: 'visual',
    subject,
    preheader,
    document: now ?? undefined,
    language: 'de',
  });
  expect(preview.text).toContain('Willkommen');
  expect(preview.problems.map(({ message }) => message)).toContain(
    'German: 1 text changed since translation. Check it in the editor.',
  );
});

test('code is sent in the language of the reader, and the brand says what footers do not; a change of it makes templates again', async () => {
  const code = translated(
    block.parse({ id: 'code', type: 'raw', language: 'html', source: '<p>Hello from the code</p>' }),
    'de',
    { source: '<p>Hallo vom Code</p>' },
  );
  const { id, contactOf } = await draft(multilingual([code]), 'brand');
  const shown = async (name: string) =>
    (await member.call(campaignsRoutes.preview, { id, contactId: contactOf(name) })).html;
  expect(await shown('anna')).toContain('Hallo vom Code');
  expect(await shown('anna')).not.toContain('Abbestellen');
  expect(await shown('bia')).toContain('Hello from the code');
  const { kit, updatedAt } = await member.call(brandRoutes.get);
  const german = { unsubscribe: 'Abbestellen', preferences: '', address: 'Weg 1, Köln', logoAlt: '' };
  await member.call(brandRoutes.save, { kit: { ...kit, words: { de: german } }, version: updatedAt });
  expect(await shown('anna')).toContain('>Abbestellen</a>');
  expect(await shown('anna')).toContain('Weg 1, Köln');
  expect(await shown('bia')).toContain('>Unsubscribe</a>');
});

test('bad languages and translations are refused', async () => {
  const document = multilingual();
  const refused = async (bad: unknown) => {
    const answer = await member.fetch('/api/templates', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...named, document: bad }),
    });
    return answer.status;
  };
  const others = Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`a${String.fromCharCode(97 + at)}`, {}]));
  expect(await refused({ ...document, languages: { base: 'English', others: {} } })).toBe(400);
  expect(await refused({ ...document, languages: { base: 'en', others: { en: {} } } })).toBe(400);
  expect(await refused({ ...document, languages: { base: 'en', others: { 'pt-br': {} } } })).toBe(400);
  expect(await refused({ ...document, languages: { base: 'en', others } })).toBe(400);
  expect(
    await refused({ ...document, languages: { base: 'en', others: { de: { subject: { of: 'x', value: 'x' } } } } }),
  ).toBe(400);
  const broken = withLine({ base: 'en', others: {} }, 'de', { name: 'subject', base: 'Sale', value: 'Für {{ contact' });
  const answer = await member
    .call(templatesRoutes.create, { ...named, document: { ...document, languages: broken } })
    .catch((error: unknown) => error);
  expect(answer).toMatchObject({
    status: 400,
    problem: { code: 'template.invalid', detail: expect.stringContaining('German') },
  });
});

function wordsOf(text: string): string {
  return text
    .replaceAll(/<?(https?:\/\/[^\s>]+|#)>?/g, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[()]/g, '')
    .trim();
}
