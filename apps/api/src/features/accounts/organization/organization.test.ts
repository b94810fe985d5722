import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  accountsRoutes,
  identityRoutes,
  invitationsRoutes,
  invitedRoutes,
  organizationRoutes,
  permissionsOf,
  profileRoutes,
} from '@engagex/domain/accounts';
import { analyticsRoutes } from '@engagex/domain/analytics';
import { reportsRoutes } from '@engagex/domain/campaigns';
import { addresses, buildCampaign, buildGroup } from '../../../testing/builders.ts';
import { startSmtp, type TestSmtp } from '../../../testing/smtp.ts';
import { startTestApi, type TestApi, type TestMember } from '../../../testing/test-api.ts';
import { TrackingTokens } from '../../engagements/index.ts';

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

const dataUrl = (bytes: Buffer, type = 'image/png') => `data:${type};base64,${bytes.toString('base64')}`;

/** The beginning of a PNG of this size, which is all that is looked at. */
function png(width: number, height: number, bytes = 100): Buffer {
  const picture = Buffer.alloc(bytes);
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]).copy(picture);
  picture.write('IHDR', 12, 'latin1');
  picture.writeUInt32BE(width, 16);
  picture.writeUInt32BE(height, 20);
  return picture;
}

/** The smallest JPEG there is of this kind: an application segment, then the frame with its size. */
function jpeg(width: number, height: number): Buffer {
  const frame = Buffer.from(
    'ffd8ffe000104a46494600010100000100010000ffc000110800000000030122000211010311 01'.replaceAll(' ', ''),
    'hex',
  );
  frame.writeUInt16BE(height, 25);
  frame.writeUInt16BE(width, 27);
  return frame;
}

function webp(width: number, height: number): Buffer {
  const picture = Buffer.alloc(40);
  picture.write('RIFF', 0, 'latin1');
  picture.write('WEBPVP8X', 8, 'latin1');
  picture.writeUIntLE(width - 1, 24, 3);
  picture.writeUIntLE(height - 1, 27, 3);
  return picture;
}

test('a PNG, JPEG or WebP becomes the logo, whatever its label says, and members see it', async () => {
  const owner = await api.newOrganization();
  const editor = await api.newMember(owner.organizationId, 'editor');
  const stranger = await api.newOrganization();
  const pictures = [
    [png(512, 512), 'image/png'],
    [jpeg(256, 100), 'image/jpeg'],
    [webp(12, 512), 'image/webp'],
  ] as const;
  const seen = new Set<string>();
  for (const [bytes, type] of pictures) {
    const { logo } = await owner.call(organizationRoutes.setLogo, { image: dataUrl(bytes, 'image/gif') });
    seen.add(logo ?? '');
    const session = await editor.call(accountsRoutes.getSession);
    expect(session.organizations[0]?.logo).toBe(logo);
    const answer = await editor.fetch(logo ?? '');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type]);
    expect(answer.headers.get('cache-control')).toContain('immutable');
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
    expect((await stranger.fetch(logo ?? '')).status).toBe(404);
  }
  expect(seen.size).toBe(3); // a new address each time, or browsers would keep the old picture
  expect((await owner.call(organizationRoutes.removeLogo, {})).logo).toBeNull();
  for (const logo of seen) expect((await editor.fetch(logo)).status).toBe(404);
});

test.each([
  ['an SVG', 'data:image/svg+xml;base64,PHN2Zy8+', 'logo.svg'],
  ['an SVG under another label', dataUrl(Buffer.from('\n<svg onload="alert(1)"/>')), 'logo.svg'],
  ['101 kB', dataUrl(png(10, 10, 101 * 1024)), 'logo.too-large'],
  ['a GIF', dataUrl(Buffer.from('GIF89a\x01\x00\x01\x00')), 'logo.unknown-format'],
  ['513 pixels', dataUrl(png(513, 10)), 'logo.too-many-pixels'],
  ['a JPEG of 60,000 pixels', dataUrl(jpeg(60_000, 60_000)), 'logo.too-many-pixels'],
  ['no pixels', dataUrl(png(0, 10)), 'logo.too-many-pixels'],
  ['a PNG that is cut off', dataUrl(png(10, 10).subarray(0, 18)), 'logo.unknown-format'],
  ['an endless JPEG', dataUrl(Buffer.from('ffd8ffe00000ffe00000', 'hex')), 'logo.unknown-format'],
  ['an address', 'https://shop.example/logo.png', 'logo.unknown-format'],
  ['nothing at all', 'data:image/png;base64,', 'logo.unknown-format'],
])('%s is refused as a logo, in words', async (_what, image, code) => {
  const owner = await api.newOrganization();
  await expect(owner.call(organizationRoutes.setLogo, { image })).rejects.toMatchObject({
    status: 400,
    problem: { code, errors: [{ path: ['image'] }] },
  });
  expect((await owner.call(organizationRoutes.get)).logo).toBeNull();
});

test('recipients see the logo where they unsubscribe, and invited people on the invitation', async () => {
  const owner = await api.newOrganization();
  const image = dataUrl(png(64, 64, 400));
  await owner.call(organizationRoutes.setLogo, { image });
  const campaign = await buildCampaign(owner, await buildGroup(api.owner, owner, addresses(1)));
  const { rows } = await api.owner.query<{ id: string }>(
    `insert into deliveries (organization_id, campaign_id, contact_id, address, state)
     select $1, $2, id, email, 'pending' from contacts where organization_id = $1 returning id`,
    [owner.organizationId, campaign.id],
  );
  const { unsubscribe: token } = api.app
    .get(TrackingTokens)
    .tokensFor({ organizationId: owner.organizationId, deliveryId: rows[0]?.id ?? '' });
  expect(await (await fetch(new URL(`/u/${token}`, api.url))).text()).toContain(`<img src="${image}" alt="" />`);

  const [email = ''] = addresses(1, 'logo');
  await owner.call(invitationsRoutes.create, { email, role: 'editor' });
  const mail = await smtp.parse(smtp.messages.findLast(({ to }) => to === email)!);
  const secret = /\/invitation#([\w-]+)/.exec(mail.text ?? '')?.[1] ?? '';
  expect((await api.asService(invitedRoutes.view, { token: secret })).organizationLogo).toBe(image);
});

test('an organization begins in the time zone of who creates it, else in UTC', async () => {
  const person = { name: 'Ada', password: 'correct horse', organizationName: 'Engines' };
  const signUp = (email: string, timeZone?: string) =>
    api.asService(identityRoutes.signUp, { ...person, email, ...(timeZone ? { timeZone } : {}) });
  expect((await signUp('zone@example.com', 'Asia/Tokyo')).organizations[0]?.timeZone).toBe('Asia/Tokyo');
  expect((await signUp('none@example.com')).organizations[0]?.timeZone).toBe('UTC');
  expect((await signUp('mars@example.com', 'Mars/Olympus')).organizations[0]?.timeZone).toBe('UTC');
  const member = await api.newOrganization();
  const second = await member.call(accountsRoutes.createOrganization, { name: 'Second', timeZone: 'Europe/Berlin' });
  expect(second).toMatchObject({ timeZone: 'Europe/Berlin', role: 'owner' });
  expect(second.can).toEqual(
    permissionsOf('owner').filter((permission) => !/^(billing|limits|usage):/.test(permission)),
  ); // billing is off
});

test('a time zone that does not exist is refused, and one left out stays', async () => {
  const owner = await api.newOrganization();
  await owner.call(organizationRoutes.update, { name: 'Engines', timeZone: 'America/New_York' });
  for (const timeZone of ['Mars/Olympus', '+02:00', '', 'Europe/Berlin; drop table contacts']) {
    await expect(owner.call(organizationRoutes.update, { name: 'Engines', timeZone })).rejects.toMatchObject({
      status: 400,
      problem: { errors: [{ path: ['timeZone'] }] },
    });
  }
  expect((await owner.call(organizationRoutes.update, { name: 'Engines' })).timeZone).toBe('America/New_York');
});

/** The organization's last day with messages, and how many, when these were accepted at these moments. */
async function daysOf(owner: TestMember, timeZone: string) {
  await owner.call(organizationRoutes.update, { name: 'Engines', timeZone });
  const seen = async () => {
    const dashboard = await owner.call(analyticsRoutes.dashboard, {});
    return dashboard.timeZone === timeZone ? dashboard.days : [];
  };
  await expect.poll(async () => (await seen()).length, { timeout: 8_000 }).toBe(30);
  return (await seen()).filter(({ accepted }) => accepted > 0).map(({ day, accepted }) => [day, accepted]);
}

test('the days of the dashboard are the days of the organization, also when its zone changes', async () => {
  const owner = await api.newOrganization();
  const campaign = await buildCampaign(owner, await buildGroup(api.owner, owner, addresses(2)));
  const yesterday = new Date(Date.now() - 2 * 24 * 3_600_000).toISOString().slice(0, 10);
  const dayAfter = new Date(Date.parse(yesterday) + 24 * 3_600_000).toISOString().slice(0, 10);
  await api.owner.query(
    `insert into deliveries (organization_id, campaign_id, contact_id, address, state)
     select $1, $2, id, email, 'pending' from contacts where organization_id = $1`,
    [owner.organizationId, campaign.id],
  );
  // 18:20 in London is 23:50 in Kolkata; ten minutes later the day there is another.
  for (const at of ['18:20', '18:30']) {
    await api.owner.query(
      `update deliveries set state = 'accepted', accepted_at = $2 where id = (
         select id from deliveries where organization_id = $1 and state = 'pending' limit 1)`,
      [owner.organizationId, `${yesterday}T${at}:00Z`],
    );
  }
  expect(await daysOf(owner, 'UTC')).toEqual([[yesterday, 2]]);
  expect(await daysOf(owner, 'Asia/Kolkata')).toEqual([
    [yesterday, 1],
    [dayAfter, 1],
  ]);
  expect(await daysOf(owner, 'Pacific/Kiritimati')).toEqual([[dayAfter, 2]]);
});

test('a report over weeks is by days of the organization, and adds up', async () => {
  const owner = await api.newOrganization();
  await owner.call(organizationRoutes.update, { name: 'Engines', timeZone: 'Asia/Kolkata' });
  const { id } = await buildCampaign(owner, await buildGroup(api.owner, owner, addresses(1)));
  // The second is after midnight in Kolkata and before it in London.
  for (const at of ['2026-06-01T10:00:00Z', '2026-06-10T18:40:00Z', '2026-06-11T10:00:00Z', '2026-06-20T10:00:00Z']) {
    await api.owner.query(
      `insert into campaign_series (organization_id, campaign_id, kind, at, count) values ($1, $2, 'open', $3, 1)`,
      [owner.organizationId, id, at],
    );
  }
  const { series } = await owner.call(reportsRoutes.report, { id });
  expect(series.stepSeconds).toBe(24 * 3_600);
  expect(series.points.map(({ at, opens }) => [at, opens])).toEqual([
    ['2026-05-31T18:30:00.000Z', 1],
    ['2026-06-10T18:30:00.000Z', 2],
    ['2026-06-19T18:30:00.000Z', 1],
  ]);
});

test('a person chooses zone and language, keeps what is left out, and goes back to none', async () => {
  const member = await api.newOrganization();
  const profile = async () => (await member.call(accountsRoutes.getSession)).user;
  expect(await profile()).toMatchObject({ timeZone: null, language: null });
  await member.call(profileRoutes.update, { timeZone: 'Asia/Tokyo', language: 'de-DE' });
  await member.call(profileRoutes.update, { name: 'Grace' });
  expect(await profile()).toMatchObject({ name: 'Grace', timeZone: 'Asia/Tokyo', language: 'de-DE' });
  await member.call(profileRoutes.update, { timeZone: null });
  expect(await profile()).toMatchObject({ name: 'Grace', timeZone: null, language: 'de-DE' });
  for (const wrong of [{ timeZone: 'Mars/Olympus' }, { language: 'tlh' as 'en-GB' }, { name: '' }])
    await expect(member.call(profileRoutes.update, wrong)).rejects.toMatchObject({ status: 400 });
});

test('the session says what each role may do', async () => {
  const owner = await api.newOrganization();
  const analyst = await api.newMember(owner.organizationId, 'analyst');
  const canOf = async (member: TestMember) => (await member.call(accountsRoutes.getSession)).organizations[0]?.can;
  expect(await canOf(owner)).toContain('organization:own');
  expect(await canOf(owner)).not.toContain('events:write');
  expect(await canOf(analyst)).toEqual([
    'campaigns:read',
    'reports:read',
    'reports:write',
    'notifications:read',
    'members:leave',
    'organization:read',
    'domains:read',
  ]);
});
