import { afterAll, beforeAll, expect, test } from 'vitest';
import { organizationRoutes, signInPolicyRoutes } from '@engagex/domain/accounts';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import { attributesRoutes, contactsRoutes, contactViewsRoutes, groupsRoutes } from '@engagex/domain/contacts';
import { formsRoutes } from '@engagex/domain/forms';
import { frequencyRoutes } from '@engagex/domain/frequency';
import { type SegmentBranch, segmentsRoutes } from '@engagex/domain/segments';
import type { RouteDefinition } from '@engagex/domain/shared';
import { templatesRoutes } from '@engagex/domain/templates';
import { topicsRoutes } from '@engagex/domain/topics';
import { domainLimitsRoutes, mailboxProvidersRoutes, transportsRoutes } from '@engagex/domain/transports';
import { addresses } from '../../testing/builders.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

interface Thing {
  readonly id: string;
  readonly updatedAt: string;
}

interface Edited {
  readonly noun: string;
  readonly route: RouteDefinition;
  readonly create: (owner: TestMember) => Promise<Thing>;
  readonly field: string;
  /** When the field does not stand alone in the body. */
  readonly body?: (value: string) => Record<string, unknown>;
}

const tree: SegmentBranch = { kind: 'all', of: [{ kind: 'subscription', is: 'subscribed' }] };

const smtp = { kind: 'smtp', name: 'Own', host: 'smtp.example.com', port: 587, security: 'starttls' } as const;

const edited: readonly Edited[] = [
  {
    noun: 'attribute',
    route: attributesRoutes.update,
    create: (owner) => owner.call(attributesRoutes.create, { name: 'city', label: 'City', type: 'text' }),
    field: 'label',
  },
  {
    noun: 'transport',
    route: transportsRoutes.update,
    create: (owner) => owner.call(transportsRoutes.create, { transport: smtp }),
    field: 'name',
    body: (value) => ({ transport: { ...smtp, name: value } }),
  },
  {
    noun: 'limit of a domain',
    route: domainLimitsRoutes.update,
    create: (owner) => owner.call(domainLimitsRoutes.create, { domain: 'shop.example', perDay: 10 }),
    field: 'domain',
    body: (value) => ({ domain: `${value.toLowerCase()}.example`, perDay: 10 }),
  },
  {
    noun: 'template',
    route: templatesRoutes.update,
    create: (owner) =>
      owner.call(templatesRoutes.create, { name: 'T', subject: 'S', format: 'html', body: '<p>Hi</p>' }),
    field: 'name',
  },
  {
    noun: 'contact',
    route: contactsRoutes.update,
    create: (owner) => owner.call(contactsRoutes.create, { email: addresses(1)[0]! }),
    field: 'firstName',
  },
  {
    noun: 'group',
    route: groupsRoutes.update,
    create: (owner) => owner.call(groupsRoutes.create, { name: 'G' }),
    field: 'name',
  },
  {
    noun: 'topic',
    route: topicsRoutes.update,
    create: (owner) => owner.call(topicsRoutes.create, { name: 'T' }),
    field: 'name',
  },
  {
    noun: 'form',
    route: formsRoutes.update,
    create: (owner) => owner.call(formsRoutes.create, { name: 'F', wording: 'Yes' }),
    field: 'name',
  },
  {
    noun: 'segment',
    route: segmentsRoutes.update,
    create: (owner) => owner.call(segmentsRoutes.create, { name: 'S', tree }),
    field: 'name',
  },
  {
    noun: 'view of contacts',
    route: contactViewsRoutes.update,
    create: (owner) => owner.call(contactViewsRoutes.create, { name: 'V' }),
    field: 'name',
  },
  {
    noun: 'campaign',
    route: campaignsRoutes.update,
    create: (owner) => owner.call(campaignsRoutes.create, { name: 'C' }),
    field: 'name',
  },
];

test.for(edited)(
  'of two saves of one $noun the second sees the first',
  async ({ route, create, field, noun, body = (value) => ({ [field]: value }) }) => {
    const owner = await api.newOrganization();
    const { id, updatedAt } = await create(owner);
    const path = route.path.replace(':id', id);
    const save = (body: Record<string, unknown>) =>
      owner.fetch(path, {
        method: route.method,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const answers = await Promise.all([
      save({ ...body('One'), version: updatedAt }),
      save({ ...body('Two'), version: updatedAt }),
    ]);
    expect(new Set(answers.map(({ status }) => status)), noun).toEqual(new Set([200, 409]));
    const [won, lost] = await Promise.all(
      answers.toSorted((one, other) => one.status - other.status).map((answer) => answer.json() as Promise<Answer>),
    );
    expect(lost).toMatchObject({
      code: 'conflict.changed',
      changed: { isYou: true, at: won?.['updatedAt'] },
      current: { [field]: won?.[field], updatedAt: won?.['updatedAt'] },
    });
    expect((await save({ ...body('Three'), version: won?.['updatedAt'] })).status).toBe(200);
    expect((await save(body('Four'))).status).toBe(200);
  },
);

const settings = [
  { noun: 'the organization', route: organizationRoutes.update, bodies: [{ name: 'One' }, { name: 'Two' }] },
  {
    noun: 'the settings of sending',
    route: organizationRoutes.updateSending,
    bodies: [
      { undoSeconds: 1, requiresApproval: false },
      { undoSeconds: 2, requiresApproval: false },
    ],
  },
  {
    noun: 'the limits at which campaigns pause',
    route: organizationRoutes.setPauseLimits,
    bodies: [
      { bounces: 1, complaints: 1, from: 10 },
      { bounces: 2, complaints: 1, from: 10 },
    ],
  },
  {
    noun: 'the rules of signing in',
    route: signInPolicyRoutes.update,
    bodies: [
      { requiresSecondFactor: false, requiresSingleSignOn: false, provider: null },
      { requiresSecondFactor: false, requiresSingleSignOn: false, provider: null },
    ],
  },
  { noun: 'the colour', route: organizationRoutes.setColour, bodies: [{ colour: '#111111' }, { colour: '#222222' }] },
  {
    noun: 'the UTM parameters',
    route: organizationRoutes.setUtm,
    bodies: [{ utm: { source: 'a', medium: 'email' } }, { utm: { source: 'b', medium: 'email' } }],
  },
  {
    noun: 'the first frequency limits',
    route: frequencyRoutes.update,
    bodies: [
      { caps: [{ messages: 1, days: 7 }], quietHours: null },
      { caps: [{ messages: 2, days: 7 }], quietHours: null },
    ],
  },
] as const;

test.for(settings)('of two saves of $noun the second sees the first', async ({ route, bodies, noun }) => {
  const owner = await api.newOrganization();
  const read = async () => (await (await owner.fetch(route.path)).json()) as Answer; // the answer of the test API
  const { updatedAt } = route === frequencyRoutes.update ? await read() : await owner.call(organizationRoutes.get);
  const save = (body: object, version: unknown) =>
    owner.fetch(route.path, {
      method: route.method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...body, version }),
    });
  const answers = await Promise.all(bodies.map((body) => save(body, updatedAt)));
  expect(new Set(answers.map(({ status }) => status)), noun).toEqual(new Set([200, 409]));
  const [won, lost] = await Promise.all(
    answers.toSorted((one, other) => one.status - other.status).map((answer) => answer.json() as Promise<Answer>),
  );
  expect(lost).toMatchObject({ code: 'conflict.changed', changed: { at: won?.['updatedAt'] }, current: won });
  expect((await save(bodies[0], won?.['updatedAt'])).status).toBe(200);
});

test('of two saves of the first limit of a mailbox provider the second sees the first', async () => {
  const owner = await api.newOrganization();
  const gmail = async () =>
    (await owner.call(mailboxProvidersRoutes.list)).items.find(({ mailboxProvider }) => mailboxProvider === 'gmail');
  const version = (await gmail())?.updatedAt;
  const save = (perSecond: number) =>
    owner.call(mailboxProvidersRoutes.update, { mailboxProvider: 'gmail', perSecond, version });
  const answers = await Promise.allSettled([save(1), save(2)]);
  const won = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  expect(won).toEqual([await gmail()]);
  expect(answers.flatMap((answer): unknown => (answer.status === 'rejected' ? answer.reason : []))).toMatchObject([
    { status: 409, problem: { code: 'conflict.changed', changed: { isYou: true }, current: won[0] } },
  ]);
  await owner.call(mailboxProvidersRoutes.update, {
    mailboxProvider: 'gmail',
    perSecond: 3,
    version: won[0]?.updatedAt,
  });
  await owner.call(mailboxProvidersRoutes.update, { mailboxProvider: 'gmail', perSecond: 4 });
});

type Answer = Record<string, unknown>;
