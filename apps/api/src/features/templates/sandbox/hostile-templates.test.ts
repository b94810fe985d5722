import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import { messagesRoutes } from '@engagex/domain/messages';
import { templateLimits, templatesRoutes } from '@engagex/domain/templates';
import { sandboxLimits } from '../../../platform/sandbox/limits.ts';
import { ProcessPool } from '../../../platform/sandbox/process-pool.ts';
import { addresses, body } from '../../../testing/builders.ts';
import { startTestApi, type TestApi, type TestMember } from '../../../testing/test-api.ts';

const script = new URL('./template-process.ts', import.meta.url);
const complaints: string[] = [];
/** Less time than in production, so that what never ends soon does. */
const poolOf = (jobMs: number) =>
  new ProcessPool({ script, limits: { ...sandboxLimits, jobMs }, complain: (complaint) => complaints.push(complaint) });
const pool = poolOf(1_500);
/** For what is refused anyway. */
const hasty = poolOf(500);

let api: TestApi;
let member: TestMember;
beforeAll(async () => {
  api = await startTestApi();
  member = await api.newOrganization();
});
afterAll(async () => {
  pool.end();
  hasty.end();
  await api.close();
});

type Format = 'html' | 'mjml';
interface Hostile {
  readonly format?: Format;
  readonly body?: string;
  readonly textBody?: string;
  readonly preheader?: string;
}

const mjml = (inner: string, head = '') => `<mjml><mj-head>${head}</mj-head><mj-body>${inner}</mj-body></mjml>`;
const section = '<mj-section><mj-column><mj-text>x</mj-text></mj-column></mj-section>';
const list = '{% assign r = (1..10000) %}';

/** What kept an API process busy for seconds, for ever, or ended it. */
const hostile: Readonly<Record<string, Hostile>> = {
  'a range in group_by': { body: '{{ (1..10000000) | group_by: "x" }}' },
  'a range in sort': { body: '{{ (1..10000000) | sort }}' },
  'a range that cannot be counted': { body: '{% for i in (9007199254740992..9007199254740999) %}{% endfor %}' },
  'nested loops': { body: '{% for a in (1..10000) %}{% for b in (1..10000) %}{% endfor %}{% endfor %}' },
  'filters in loops': { body: `${list}{% for a in (1..10000) %}{{ r | where: "a" | uniq | map: "b" }}{% endfor %}` },
  'a list inside itself': {
    body: '{% assign a = "x" | split: "" %}{% for i in (1..60) %}{% assign a = a | push: a %}{% endfor %}{{ a }}',
  },
  'a text that doubles': {
    body: '{% assign s = "xxxxxxxx" %}{% for a in (1..99) %}{% assign s = s | append: s %}{% endfor %}{{ s }}',
  },
  'a text that is replaced': {
    body: '{% assign s = "a" %}{% for a in (1..50) %}{% assign s = s | replace: "a", "aaaaaaaa" %}{% endfor %}{{ s }}',
  },
  'dates in loops': { body: '{% for a in (1..10000) %}{{ "now" | date: "%A %B %d" }}{% endfor %}' },
  'a long date': { body: `{{ "now" | date: "${'%A %B '.repeat(60_000)}" }}` },
  'many tags': { body: '{{ a }}'.repeat(15_000) },
  'deep blocks': { body: '{% if a %}'.repeat(5_000) + '{% endif %}'.repeat(5_000) },
  'a long tag': { body: `{{ a ${'| upcase '.repeat(40_000)}}}` },
  'many braces in a text': { body: 'x', textBody: '{{'.repeat(200_000) },
  'deep brackets': { body: `{{ ${'a['.repeat(4_000)}1${']'.repeat(4_000)} }}` },
  'long output': { body: `{% assign s = "${'x'.repeat(9_000)}" %}${'{{ s }}'.repeat(1_000)}` },
  'many sections': { format: 'mjml', body: mjml(section.repeat(6_600)) },
  'many styles': {
    format: 'mjml',
    body: mjml(
      section.repeat(700),
      `<mj-style inline="inline">${'div div div div{color:red}'.repeat(4_000)}</mj-style>`,
    ),
  },
  'a huge attribute for all': {
    format: 'mjml',
    body: mjml(
      '<mj-section><mj-column><mj-text></mj-text></mj-column></mj-section>'.repeat(900),
      `<mj-attributes><mj-all css-class="${'a'.repeat(300_000)}" /></mj-attributes>`,
    ),
  },
  'deep elements': { format: 'mjml', body: mjml('<mj-wrapper>'.repeat(1_400) + '</mj-wrapper>'.repeat(1_400)) },
  'deep HTML in MJML': {
    format: 'mjml',
    body: mjml(`<mj-section><mj-column><mj-text>${'<b>'.repeat(40_000)}</mj-text></mj-column></mj-section>`),
  },
  'deep HTML': { body: '<b>'.repeat(90_000) },
  'deep HTML that is closed': { body: '<div>'.repeat(40_000) + '</div>'.repeat(40_000) },
  'deep tables': { body: '<table><tr><td>'.repeat(12_000) + '</td></tr></table>'.repeat(12_000) },
  'deep lists': { body: '<ul><li>'.repeat(50_000) },
};

const contentOf = ({ format = 'html', body: html = '', textBody = '', preheader = '' }: Hostile) =>
  ({ subject: 'Hi', preheader, format, body: html, textBody }) as const;
const organization = { name: 'Engines', postal_address: null };
const inWords = /\blimit\b.*\.( |$)/;

/** Only what is about the limits: none of these has a link to unsubscribe. */
const limitsIn = (problems: readonly { severity: string; message: string }[]) =>
  problems.filter(({ severity, message }) => severity === 'error' && inWords.test(`${message}.`));

describe.each(Object.entries(hostile))('%s', (_name, template) => {
  test('is refused by a limit, in words, and nothing else ends with it', async () => {
    const content = contentOf(template);
    const input = { content, people: [], organization, campaign: { name: 'News' }, timeZone: 'UTC' };
    const refused = await hasty.run('one', 'review', input).then(
      (reviewed) => limitsIn((reviewed as { problems: { severity: string; message: string }[] }).problems), // of this job
      (error: { code: string; message: string }) => [error],
    );
    expect(refused[0]).toMatchObject({ message: expect.stringMatching(/\blimit\b/) });
    expect(complaints).toEqual([]);
  });
});

test('while a template is refused, everybody else is served', async () => {
  const content = contentOf(hostile['deep lists'] ?? {});
  const state = { isOver: false };
  const preview = member.call(templatesRoutes.preview, content).finally(() => (state.isOver = true));
  let answers = 0;
  while (!state.isOver) {
    expect((await fetch(new URL('/health/live', api.url))).status).toBe(200);
    answers += state.isOver ? 0 : 1;
  }
  expect(answers).toBeGreaterThan(10);
  const { problems } = await preview;
  expect(limitsIn(problems)).toHaveLength(1);
}, 60_000);

test('one organization with work that never ends keeps no other waiting', async () => {
  const endless = contentOf(hostile['deep lists'] ?? {});
  const slow = Array.from({ length: 3 }, () =>
    pool
      .run('greedy', 'preview', { content: endless, variables: {}, timeZone: 'UTC' })
      .catch((error: { code: string }) => error.code),
  );
  const order: string[] = [];
  const quick = pool.run('other', 'preview', { content: contentOf({ body: 'Hello' }), variables: {}, timeZone: 'UTC' });
  await Promise.all([quick.then(() => order.push('other')), Promise.all(slow).then(() => order.push('greedy'))]);
  expect(order).toEqual(['other', 'greedy']);
  expect(await Promise.all(slow)).toEqual(Array.from({ length: 3 }, () => 'content.too-complex'));
}, 60_000);

test('when too much waits it is refused: an organization by its own limit, all others by the limit of all', async () => {
  const small = new ProcessPool({
    script,
    limits: { ...sandboxLimits, waiting: 3, waitingOfOne: 2 },
    complain: (complaint) => complaints.push(complaint),
  });
  const ask = (owner: string) =>
    small.run(owner, 'preview', { content: contentOf({ body: 'Hello' }), variables: {}, timeZone: 'UTC' });
  const taken = ['a', 'b', 'a', 'a', 'b'].map(ask);
  await expect(ask('a')).rejects.toMatchObject({ kind: 'limit', code: 'content.limit' });
  await expect(ask('c')).rejects.toMatchObject({ kind: 'unavailable', code: 'content.busy' });
  expect(await Promise.all(taken)).toHaveLength(5);
  small.end();
});

test('a process without work ends, and the next work starts another', async () => {
  const brief = new ProcessPool({ script, limits: { ...sandboxLimits, idleMs: 1 }, complain: () => {} });
  const ask = () =>
    brief.run('a', 'preview', { content: contentOf({ body: 'Hello' }), variables: {}, timeZone: 'UTC' });
  expect(brief.size).toBe(0);
  await ask();
  await expect.poll(() => brief.size).toBe(0);
  expect(await ask()).toMatchObject({ html: expect.stringContaining('Hello') });
  brief.end();
});

test('a message of a program that asks for too much is refused with 400, and so are saving and launching it', async () => {
  const message = { to: { address: 'ada@example.com' }, from: { name: 'A', address: 'a@shop.example' }, subject: 'Hi' };
  const tooMany = '{{ a }}'.repeat(templateLimits.tags + 1);
  await expect(member.call(messagesRoutes.create, { ...message, html: tooMany })).rejects.toMatchObject({
    status: 400,
    problem: { code: 'message.content', detail: expect.stringContaining('limit') },
  });
  await expect(
    member.call(messagesRoutes.create, {
      ...message,
      html: '{% for i in (1..n) %}x{% endfor %}',
      variables: { n: 1e12 },
    }),
  ).rejects.toMatchObject({
    status: 400,
    problem: { code: 'message.content', detail: expect.stringContaining('limit') },
  });
  const many = '{{ a }}\n'.repeat(templateLimits.tags + 1);
  await expect(
    member.call(templatesRoutes.create, { name: 'Many', ...contentOf({ body: many }) }),
  ).rejects.toMatchObject({ status: 400, problem: { errors: [{ path: ['body'], line: templateLimits.tags + 1 }] } });
  const template = await member.call(templatesRoutes.create, {
    name: 'Loops',
    ...contentOf({
      body: body.replace('</body>', '{% for a in (1..9000) %}{% for b in (1..9000) %}{% endfor %}{% endfor %}</body>'),
    }),
  });
  const campaign = await member.call(campaignsRoutes.create, { name: 'News', templateId: template.id });
  const review = await member.call(campaignsRoutes.review, { id: campaign.id });
  expect(limitsIn(review.problems)).toHaveLength(1);
  await expect(member.call(campaignsRoutes.launch, { id: campaign.id })).rejects.toMatchObject({ status: 400 });
}, 60_000);

test('what one person’s data makes of a message is found in the review', async () => {
  const people = addresses(1);
  const source = body.replace('</body>', '{% for i in (1..contact.attributes.n) %}x{% endfor %}</body>');
  const content = contentOf({ body: source });
  const person = {
    email: people[0] ?? '',
    first_name: null,
    last_name: null,
    phone: null,
    language: null,
    country: null,
  };
  const review = (n: number) =>
    pool.run('one', 'review', {
      content,
      people: [{ ...person, attributes: { n } }],
      organization,
      campaign: { name: 'News' },
      timeZone: 'UTC',
    }) as Promise<{ problems: { severity: string; message: string }[] }>; // what this job answers
  expect(limitsIn((await review(3)).problems)).toEqual([]);
  expect(limitsIn((await review(1e9)).problems)).toHaveLength(1);
});

test('a script that Liquid puts together is found in the review, and so is Liquid that only the compiled message has', async () => {
  const patient = new ProcessPool({ script, limits: sandboxLimits, complain: () => {} });
  const review = async (template: Hostile) => {
    const input = {
      content: contentOf(template),
      people: [],
      organization,
      campaign: { name: 'News' },
      timeZone: 'UTC',
    };
    const { problems } = (await patient.run('one', 'review', input)) as { problems: { message: string }[] }; // of this job
    return problems.map(({ message }) => message);
  };
  const link = `{% assign a = "java" %}<a href="{{ a }}script:alert(1)">x</a>`;
  expect(await review({ body: link })).toContainEqual(expect.stringMatching(/^Links cannot run scripts/));
  expect(await review({ body: '{{ "<scr" | append: "ipt>" | raw }}' })).toContainEqual(
    expect.stringMatching(/<script>/),
  );
  const columns = '<mj-text></mj-text>'.repeat(2_000);
  const all =
    '<mj-attributes><mj-all css-class="{{ contact.language }}-{{ contact.country }}-{{ contact.phone }}" /></mj-attributes>';
  const many = mjml(`<mj-section><mj-column>${columns}</mj-column></mj-section>`, all);
  expect(await review({ format: 'mjml', body: many })).toContainEqual(
    expect.stringMatching(/There are more Liquid tags than the limit/),
  );
  patient.end();
}, 60_000);
