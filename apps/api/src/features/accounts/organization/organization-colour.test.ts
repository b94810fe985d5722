import { afterAll, beforeAll, expect, test } from 'vitest';
import { accentOn, defaultColour, organizationRoutes, schemes } from '@engagex/domain/accounts';
import { formsRoutes } from '@engagex/domain/forms';
import { addresses, buildCampaign, buildGroup } from '../../../testing/builders.ts';
import { startTestApi, type TestApi, type TestMember } from '../../../testing/test-api.ts';
import { TrackingTokens } from '../../engagements/index.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

/** The pages that people see who get mail of an organization, or sign up for it; the last of them is final. */
async function pagesOf(owner: TestMember): Promise<string[]> {
  const campaign = await buildCampaign(owner, await buildGroup(api.owner, owner, addresses(1)));
  const { rows } = await api.owner.query<{ id: string }>(
    `insert into deliveries (organization_id, campaign_id, contact_id, address, state)
     select $1, $2, id, email, 'pending' from contacts where organization_id = $1 limit 1 returning id`,
    [owner.organizationId, campaign.id],
  );
  const deliveryId = rows[0]?.id ?? '';
  const { unsubscribe: token } = api.app
    .get(TrackingTokens)
    .tokensFor({ organizationId: owner.organizationId, deliveryId });
  const form = await owner.call(formsRoutes.create, { name: 'Footer', wording: 'Yes' });
  const text = async (path: string, init?: RequestInit) => (await fetch(new URL(path, api.url), init)).text();
  const refused = { method: 'POST', body: new URLSearchParams({ email: 'nobody' }) };
  return [
    await text(`/u/${token}`),
    await text(`/u/${token}/preferences`),
    await text(`/f/${form.id}`, refused),
    await text(`/u/${token}`, { method: 'POST' }),
  ];
}

test('the pages recipients see have the colour as it was chosen, made readable on light and dark devices', async () => {
  const owner = await api.newOrganization();
  const chosen = '#f59e0b';
  expect((await owner.call(organizationRoutes.get)).colour).toBeNull();
  expect(await owner.call(organizationRoutes.setColour, { colour: ' #F59E0B ' })).toMatchObject({ colour: chosen });
  const logo =
    'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  await owner.call(organizationRoutes.setLogo, { image: logo });
  for (const page of await pagesOf(owner)) {
    expect(page).toContain(`<img src="${logo}" alt="" />`);
    for (const scheme of schemes) {
      const { fill, onFill, edge, link } = accentOn(scheme, chosen);
      expect(page).toContain(`--fill: ${fill}; --on-fill: ${onFill}; --edge: ${edge}; --link: ${link};`);
    }
    expect(page).not.toContain(defaultColour);
  }
  expect(await owner.call(organizationRoutes.setColour, { colour: null })).toMatchObject({ colour: null });
  for (const page of await pagesOf(owner)) expect(page).toContain(`--fill: ${defaultColour};`);
});

test.each([
  ['a name', 'red'],
  ['three digits', '#fff'],
  ['a rule behind it', '#0f766e; } body { display: none'],
  ['the end of the style', '#0f766e</style><script>alert(1)</script>'],
  ['another line', '#0f766e\n}'],
  ['an address', 'url(https://shop.example/x)'],
  ['a function', 'rgb(0 0 0 / 0%)'],
  ['NUL', '#0f766\u0000'],
  ['nothing', ''],
])('%s is refused as a colour, and no page has it', async (_what, colour) => {
  const owner = await api.newOrganization();
  await expect(owner.call(organizationRoutes.setColour, { colour })).rejects.toMatchObject({
    status: 400,
    problem: {
      errors: expect.arrayContaining([{ path: ['colour'], message: expect.stringContaining('such as #0f766e') }]),
    },
  });
  // Nor does the database take it, whoever writes.
  const store = api.owner.query('update organizations set colour = $2 where id = $1', [
    owner.organizationId,
    colour.replaceAll('\0', '\u0001'),
  ]);
  await expect(store).rejects.toMatchObject({ code: '23514' });
  expect((await owner.call(organizationRoutes.get)).colour).toBeNull();
});

test('each organization has a colour of its own', async () => {
  const [one, other] = [await api.newOrganization(), await api.newOrganization()];
  await one.call(organizationRoutes.setColour, { colour: '#be185d' });
  expect((await other.call(organizationRoutes.get)).colour).toBeNull();
  const editor = await api.newMember(one.organizationId, 'editor');
  expect((await editor.call(organizationRoutes.get)).colour).toBe('#be185d');
  await expect(editor.call(organizationRoutes.setColour, { colour: null })).rejects.toMatchObject({ status: 403 });
});
