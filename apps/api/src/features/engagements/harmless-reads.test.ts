import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { RequestMethod } from '@nestjs/common';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import { formsRoutes } from '@engagex/domain/forms';
import { addresses, anHourPasses, buildCampaign, buildGroup, watchLedger } from '../../testing/builders.ts';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { signIdentity, startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { TrackingTokens } from './tracking-token.ts';
import { type HandledRoute, publicKey, routeKey } from '../../platform/http/handles.ts';

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

/** How browsers, mail programs and scanners come: to look, to look ahead, and only for the headers. */
const visits: readonly { readonly method: 'GET' | 'HEAD'; readonly headers: Readonly<Record<string, string>> }[] = [
  { method: 'GET', headers: {} },
  { method: 'GET', headers: { 'sec-purpose': 'prefetch;prerender', purpose: 'prefetch' } },
  { method: 'GET', headers: { 'x-moz': 'prefetch', 'sec-fetch-mode': 'no-cors' } },
  { method: 'HEAD', headers: {} },
];

/** Tables that may change: what was opened and followed, what is counted from it, and what workers note meanwhile. */
const mayChange = [
  'delivery_claims',
  'campaign_links',
  'engagements',
  'engagement_counts',
  'campaign_hit_reasons',
  'campaign_hits',
  'campaign_series',
  'quarter_hour_counts',
  'deliveries',
];

test('whoever only looks at a public address unsubscribes, confirms and changes nothing, and at most counts as a visit', async () => {
  const values = await valuesOfParameters();
  const paths = publicReads().flatMap((path) => filled(path, values));
  expect(paths.length).toBeGreaterThan(15);
  const before = await contentOfTables();
  const identity = await signIdentity({ service: true });
  for (const path of paths)
    for (const { method, headers } of visits) {
      const answer = await fetch(new URL(path, api.url), {
        method,
        redirect: 'manual',
        signal: AbortSignal.timeout(10_000),
        headers:
          path.startsWith('/u/') || path.startsWith('/t/') ? headers : { ...headers, 'x-engagex-identity': identity },
      });
      expect(answer.status, `${method} ${path}`).toBeLessThan(500);
      await answer.body?.cancel();
    }
  const hits = async () => (await api.owner.query<{ kind: string }>('select kind from engagements')).rows;
  await expect.poll(async () => (await hits()).length).toBe(2 * visits.length);
  expect((await hits()).filter(({ kind }) => !/^(machine_)?(open|click)$/.test(kind))).toEqual([]);
  const after = await contentOfTables();
  const changed = [...after].filter(([table, content]) => before.get(table) !== content).map(([table]) => table);
  expect(changed.filter((table) => !mayChange.includes(table))).toEqual([]);
});

/**
 * Every path that is read by whoever comes: those outside the contract, and those in it that need nobody. Streams, which do
 * not end, are left out.
 */
function publicReads(): string[] {
  const reflector = api.app.get(Reflector);
  const scanner = api.app.get(MetadataScanner);
  return api.app
    .get(DiscoveryService)
    .getControllers()
    .flatMap(({ metatype }) => {
      const prototype: Record<string, unknown> = metatype?.prototype ?? {};
      const prefix = metatype ? reflector.get<string>(PATH_METADATA, metatype) : '/';
      return scanner.getAllMethodNames(prototype).flatMap((name) => {
        const handler = prototype[name] as () => unknown; // a method by its name
        if (reflector.get<RequestMethod | undefined>(METHOD_METADATA, handler) !== RequestMethod.GET) return [];
        const handled = reflector.get<HandledRoute | undefined>(routeKey, handler);
        const isStream = handled?.route.produces === 'text/event-stream';
        const isPublic = handled ? handled.route.permission === 'public' : reflector.get(publicKey, handler);
        return isPublic && !isStream
          ? [`/${prefix}/${reflector.get<string>(PATH_METADATA, handler)}`.replaceAll(/\/+/g, '/')]
          : [];
      });
    });
}

/** The path with every value that its parameters can have. */
function filled(path: string, values: Readonly<Record<string, readonly string[]>>): string[] {
  const name = /:(\w+)/.exec(path)?.[1];
  if (!name) return [path];
  const known = values[name];
  if (!known) throw new Error(`Say which :${name} exist, for ${path}.`);
  return known.flatMap((value) => filled(path.replace(`:${name}`, value), values));
}

/** One who got a campaign, and one who filled in a form and has yet to confirm. */
async function valuesOfParameters(): Promise<Readonly<Record<string, readonly string[]>>> {
  const [email = '', other = ''] = addresses(2);
  const campaign = await buildCampaign(member, await buildGroup(api.owner, member, [email]));
  await member.call(campaignsRoutes.launch, { id: campaign.id });
  await watchLedger(member, campaign.id, ({ closed }) => closed);
  const told = `select from notifications where kind = 'campaign_sent' and state = 'accepted'`;
  await expect.poll(async () => (await api.owner.query(told)).rowCount, { timeout: 20_000 }).toBe(1);
  await anHourPasses(api.owner, member);
  const { rows } = await api.owner.query<{ id: string }>('select id from deliveries where campaign_id = $1', [
    campaign.id,
  ]);
  const message = { organizationId: member.organizationId, deliveryId: rows[0]?.id ?? '' };
  const tokens = new TrackingTokens(api.config.TRACKING_SECRET);
  const form = await member.call(formsRoutes.create, { name: 'Footer', wording: 'Yes' });
  await fetch(new URL(`/f/${form.id}`, api.url), { method: 'POST', body: new URLSearchParams({ email: other }) });
  const mail = await vi.waitUntil(() => smtp.messages.find(({ to }) => to === other));
  const confirmation = /\/confirm\/([\w-]+)/.exec((await smtp.parse(mail)).text ?? '')?.[1] ?? '';
  return {
    token: [...Object.values(tokens.tokensFor(message)), tokens.viewTokenFor(message), confirmation, 'unknown'],
    id: [form.id],
    position: ['0'],
    organization: [member.organizationId],
    file: ['swagger-ui.css', 'unknown.png'],
    nonce: ['unknown'],
  };
}

/** A hash of the rows of each table. */
async function contentOfTables(): Promise<ReadonlyMap<string, string>> {
  const { rows } = await api.owner.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`,
  );
  const content = new Map<string, string>();
  for (const { name } of rows) {
    const { rows: hashes } = await api.owner.query<{ hash: string }>(
      `select md5(coalesce(string_agg(t::text, chr(10) order by t::text), '')) as hash from "${name}" t`,
    );
    content.set(name, hashes[0]?.hash ?? '');
  }
  return content;
}
