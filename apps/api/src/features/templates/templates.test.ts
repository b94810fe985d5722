import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiKeysRoutes } from '@engagex/domain/accounts';
import { contactsRoutes } from '@engagex/domain/contacts';
import { templatesRoutes } from '@engagex/domain/templates';
import { addresses, body } from '../../testing/builders.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { compileTemplate } from './compile-template.ts';
import { prepareMessage } from './prepare-message.ts';

let api: TestApi;
let member: TestMember;
beforeAll(async () => {
  api = await startTestApi();
  member = await api.newOrganization();
});
afterAll(() => api.close());

const html = { subject: 'Hi', preheader: '', format: 'html', body, textBody: '' } as const;

test('web links are tracked, those with Liquid too; unsubscribe and mail links stay, and so does all other markup', async () => {
  const source = `<body><a href="https://a.example/?x=1&amp;y=2">A</a> <a href='https://a.example/?x=1&amp;y=2'>again</a>
    {% if contact.first_name %}<a class="b" href="http://b.example">B</a>{% endif %}
    <a href="{{ unsubscribe_url }}">U</a> <a href="mailto:x@b.example">M</a> <a href="{{ contact.attributes.url }}">L</a> <a href="#top">T</a> {{ organization.postal_address }}</body>`;
  const compiled = await compileTemplate({ ...html, body: source });
  expect(compiled.links).toEqual(['https://a.example/?x=1&y=2', 'http://b.example/', '{{ contact.attributes.url }}']);
  const expected = source
    .replaceAll('https://a.example/?x=1&amp;y=2', '{{ tracking }}/0')
    .replace('http://b.example', '{{ tracking }}/1')
    .replace('{{ contact.attributes.url }}', '{% personal_link 2 %7B%7B%20contact.attributes.url%20%7D%7D %}')
    .replace(
      '</body>',
      '<img src="{{ tracking }}/open.gif" width="1" height="1" alt="" style="display:block" /></body>',
    );
  expect(compiled.html).toBe(expected);
});

test('an empty text part is made from the HTML, links and Liquid included', async () => {
  const { text } = await compileTemplate(html);
  expect(text).toContain('Hello {{ contact.first_name | default: "there" }}');
  expect(text).toContain('{{ tracking }}/0');
  expect(text).toContain('{{ unsubscribe_url }}');
});

test('MJML becomes HTML that still has its Liquid, and cannot read files', async () => {
  const mjml = `<mjml><mj-body><mj-include path="/etc/passwd" type="html" /><mj-section><mj-column>
    <mj-text>Hello {{ contact.first_name | default: "there" }}</mj-text><mj-button href="https://a.example">Go</mj-button>
    <mj-text><a href="{{ unsubscribe_url }}">Unsubscribe</a></mj-text></mj-column></mj-section></mj-body></mjml>`;
  const { html: compiled, links, problems } = await compileTemplate({ ...html, format: 'mjml', body: mjml });
  expect(compiled).toContain('Hello {{ contact.first_name | default: "there" }}');
  expect(compiled).not.toContain('root:');
  expect(compiled).not.toContain('fonts.googleapis.com');
  expect(links).toEqual(['https://a.example/']);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
});

test('a subject is one line whatever a contact is called', () => {
  const { render } = prepareMessage({ subject: 'Hi {{ contact.first_name }}', html: '', text: '' });
  expect(render({ contact: { first_name: 'Eve\r\nBcc: x@example.com\u2028' } }).subject).toBe(
    'Hi Eve Bcc: x@example.com',
  );
});

test('Liquid that cannot be read is refused with line and column, and nothing is stored', async () => {
  const before = (await member.call(templatesRoutes.list, {})).items.length;
  const refusal = member.call(templatesRoutes.create, {
    name: 'Bad',
    subject: 'Hi {{ x',
    format: 'html',
    body: 'one\n{% if y %}',
  });
  await expect(refusal).rejects.toMatchObject({
    status: 400,
    problem: {
      code: 'template.invalid',
      errors: [
        { path: ['subject'], line: 1, column: 4 },
        { path: ['body'], line: 2, column: 1 },
      ],
    },
  });
  expect((await member.call(templatesRoutes.list, {})).items).toHaveLength(before);
});

test('a preview shows the content as one person gets it and everything there is to mend', async () => {
  const contact = await member.call(contactsRoutes.create, { email: addresses(1)[0] ?? '', firstName: '<b>Eve</b>' });
  const preview = await member.call(templatesRoutes.preview, {
    ...html,
    subject: 'Hi {{ contact.first_name }}',
    body: '<p>{{ contact.first_name }} {{ contact.frist_name }}</p><a href="{{ preferences_url }}">Choose</a><img src="x.png">',
    contactId: contact.id,
  });
  expect(preview.subject).toBe('Hi <b>Eve</b>');
  expect(preview.html).toContain('&lt;b&gt;Eve&lt;/b&gt;');
  expect(preview.problems).toMatchObject([
    { severity: 'error', message: 'Add an unsubscribe link: {{ unsubscribe_url }}' },
    { severity: 'warning', message: '{{ contact.frist_name }} is not a known variable and will be empty.', line: 1 },
    {
      severity: 'advice',
      code: 'variable_without_fallback',
      fix: { mend: { kind: 'fallback', variable: 'contact.first_name', text: 'there' } },
    },
    { severity: 'warning', message: expect.stringContaining('no alternative text') },
    { severity: 'warning', message: 'An image has no web address: x.png' },
    { severity: 'warning', code: 'images_only' },
  ]);
});

test('a template is kept, changed, deleted and brought back', async () => {
  const template = await member.call(templatesRoutes.create, { name: 'News', subject: 'News', format: 'html', body });
  const changed = await member.call(templatesRoutes.update, { id: template.id, name: 'Newsletter' });
  expect(changed).toMatchObject({ name: 'Newsletter', subject: 'News', body });
  await member.call(templatesRoutes.delete, { id: template.id });
  await expect(member.call(templatesRoutes.get, { id: template.id })).rejects.toMatchObject({ status: 404 });
  expect((await member.call(templatesRoutes.restore, { id: template.id })).id).toBe(template.id);
});

test('another organization sees nothing of it, and an analyst may not look', async () => {
  const template = await member.call(templatesRoutes.create, { name: 'Mine', subject: 'x', format: 'html', body });
  const stranger = await api.newOrganization();
  await expect(stranger.call(templatesRoutes.get, { id: template.id })).rejects.toMatchObject({ status: 404 });
  await expect(stranger.call(templatesRoutes.update, { id: template.id, name: 'x' })).rejects.toMatchObject({
    status: 404,
  });
  const analyst = await api.newMember(member.organizationId, 'analyst');
  await expect(analyst.call(templatesRoutes.get, { id: template.id })).rejects.toMatchObject({ status: 403 });
});

test('the postal address stands below every message, once, wherever the author put it', async () => {
  const organization = { name: 'Engines', postal_address: '1 Dorset Street & Co.' };
  const compiled = await compileTemplate({ ...html, textBody: 'Hello' });
  const shown = prepareMessage(compiled).render({ organization });
  expect(shown.html).toContain('Engines, 1 Dorset Street &amp; Co.</p>');
  expect(shown.text).toContain('Hello\n\nEngines, 1 Dorset Street & Co.');
  const without = prepareMessage(compiled).render({ organization: { name: 'Engines', postal_address: null } });
  expect(without.html).not.toContain('Engines');
  expect(without.text.trim()).toBe('Hello');
  const own = await compileTemplate({
    ...html,
    body: html.body.replace('</body>', '<p>{{ organization.postal_address }}</p></body>'),
    textBody: '',
  });
  const placed = prepareMessage(own).render({ organization });
  expect(placed.html.match(/Dorset/g)).toHaveLength(1);
  expect(placed.text.match(/Dorset/g)).toHaveLength(1);
});

test('who may not read contacts previews as a sample person only', async () => {
  const { id: contactId } = await member.call(contactsRoutes.create, {
    email: addresses(1)[0] ?? '',
    firstName: 'Grace',
  });
  const previewWith = async (scopes: ('templates:read' | 'contacts:read')[], as?: string) => {
    const { secret } = await member.call(apiKeysRoutes.create, { name: scopes.join(' '), scopes });
    const response = await fetch(new URL('/api/templates/preview', api.url), {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({ ...html, body: 'Hello {{ contact.first_name }}', contactId: as }),
    });
    return { status: response.status, text: await response.text() };
  };
  const refused = await previewWith(['templates:read'], contactId);
  expect(refused).toMatchObject({ status: 403, text: expect.stringContaining('template.preview-contact') });
  expect(refused.text).not.toContain('Grace');
  expect(await previewWith(['templates:read'])).toMatchObject({
    status: 200,
    text: expect.stringContaining('Hello Ada'),
  });
  expect(await previewWith(['templates:read', 'contacts:read'], contactId)).toMatchObject({
    status: 200,
    text: expect.stringContaining('Hello Grace'),
  });
});
