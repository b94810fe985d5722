import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaignsRoutes, reportsRoutes } from '@engagex/domain/campaigns';
import { engagementsRoutes } from '@engagex/domain/engagements';
import { addresses, buildCampaign, buildGroup, watchLedger } from '../../../testing/builders.ts';
import { startSmtp, type TestSmtp } from '../../../testing/smtp.ts';
import { startTestApi, type TestApi, type TestMember } from '../../../testing/test-api.ts';
import { HitRecorder } from '../hit-recorder.ts';
import { randomOf } from './testing/make-trace.ts';
import { traceMakers } from './testing/traces.ts';
import { seed } from '../../../testing/chance.ts';

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

/** Everything that is counted, and the same counted from the hits themselves. */
async function countsOf(id: string) {
  const { opened, clicked, hits, links, series } = await member.call(reportsRoutes.report, { id });
  const sum = (kind: 'opens' | 'clicks') => series.points.reduce((total, point) => total + point[kind], 0);
  const told = {
    opened,
    clicked,
    hits,
    links,
    opens: sum('opens'),
    clicks: sum('clicks'),
  };
  const { rows } = await api.owner.query<Record<string, number>>(
    `select count(distinct delivery_id) filter (where kind = 'open')::int as opened,
       count(distinct delivery_id) filter (where kind = 'click')::int as clicked,
       count(*) filter (where kind = 'open')::int as opens, count(*) filter (where kind = 'click')::int as clicks,
       count(*) filter (where kind = 'machine_open')::int as "machineOpens",
       count(*) filter (where kind = 'machine_click')::int as "machineClicks"
     from engagements where campaign_id = $1`,
    [id],
  );
  const { rows: noted } = await api.owner.query<Record<string, number>>(
    `select count(*) filter (where d.opened_at is distinct from (select min(at) from engagements e where e.delivery_id = d.id and e.kind = 'open'))::int
       + count(*) filter (where d.clicked_at is distinct from (select min(at) from engagements e where e.delivery_id = d.id and e.kind = 'click'))::int as wrong
     from deliveries d where campaign_id = $1`,
    [id],
  );
  const { rows: byLink } = await api.owner.query<Record<string, number>>(
    `select l.people::int as people, l.clicks::int as clicks, l.machine_clicks::int as "machineClicks",
       (select count(distinct delivery_id) from engagements e where e.campaign_id = l.campaign_id and e.link_position = l.position and kind = 'click')::int as "realPeople",
       (select count(*) from engagements e where e.campaign_id = l.campaign_id and e.link_position = l.position)::int as "realClicks"
     from campaign_links l where campaign_id = $1`,
    [id],
  );
  return { told, real: rows[0]!, wrong: noted[0]!['wrong'], byLink };
}

async function expectExact(id: string): Promise<void> {
  const { told, real, wrong, byLink } = await countsOf(id);
  expect(told).toMatchObject({
    opened: real['opened'],
    clicked: real['clicked'],
    opens: real['opened'],
    clicks: real['clicked'],
    hits: { machineOpens: real['machineOpens'], machineClicks: real['machineClicks'] },
  });
  expect(wrong).toBe(0);
  const { reasons } = await member.call(engagementsRoutes.verdicts, { id });
  const sumOf = (kind: string, by: string) =>
    reasons.filter((each) => each.kind === kind && each.by === by).reduce((sum, { hits }) => sum + hits, 0);
  expect([
    sumOf('open', 'machine'),
    sumOf('click', 'machine'),
    sumOf('open', 'person') + sumOf('open', 'machine'),
  ]).toEqual([real['machineOpens'], real['machineClicks'], told.hits.opens]);
  for (const link of byLink) expect([link['people'], link['clicks']]).toEqual([link['realPeople'], link['realClicks']]);
}

test(`whatever comes in whatever batches, the counts are those of the hits, and judging again changes nothing (seed ${seed})`, async () => {
  const random = randomOf(seed);
  const people = 30;
  const campaign = await buildCampaign(member, await buildGroup(api.owner, member, addresses(people)));
  const { id } = campaign;
  await member.call(campaignsRoutes.launch, { id });
  await watchLedger(member, id, ({ closed }) => closed);
  const accepted = new Date('2026-11-30T08:00:00.000Z');
  const { rows } = await api.owner.query<{ id: string }>(
    'update deliveries set accepted_at = $2 where campaign_id = $1 returning id',
    [id, accepted],
  );
  const makers = Object.values(traceMakers);
  const recorder = api.app.get(HitRecorder, { strict: false });
  const all = rows.flatMap(({ id: deliveryId }, index) =>
    makers[index % makers.length]!(random).hits.map((hit) => ({
      organizationId: member.organizationId,
      deliveryId,
      kind: hit.kind,
      linkPosition: hit.link === null ? null : Number(hit.link) % 3, // one of which there is not
      linkNumber: null,
      at: hit.at,
      userAgent: hit.userAgent,
      network: hit.network,
      isHead: hit.isHead,
    })),
  );
  // A little out of order, as several processes tell them.
  const shuffled = all
    .map((hit) => ({ hit, order: hit.at.getTime() + random() * 30_000 }))
    .toSorted((one, other) => one.order - other.order);
  while (shuffled.length > 0) {
    for (const { hit } of shuffled.splice(0, 1 + Math.floor(random() * 12))) recorder.record(hit);
    await recorder.flush();
  }
  await expectExact(id);
  const verdicts = () =>
    api.owner
      .query('select id, kind, reasons from engagements where campaign_id = $1 order by id', [id])
      .then(({ rows: stored }) => stored);
  const before = await verdicts();
  expect(
    before
      .filter(({ kind }) => String(kind).startsWith('machine'))
      .every(({ reasons }) => Array.isArray(reasons) && reasons.length > 0),
  ).toBe(true);
  // As if by older rules: everything a person's, and counted so.
  await api.owner.query(
    `update engagements set kind = replace(kind, 'machine_', ''), reasons = '{}', rules = 0 where campaign_id = $1`,
    [id],
  );
  await api.owner.query(
    `update deliveries d set opened_at = (select min(at) from engagements e where e.delivery_id = d.id and e.kind = 'open'),
       clicked_at = (select min(at) from engagements e where e.delivery_id = d.id and e.kind = 'click') where campaign_id = $1`,
    [id],
  );
  for (const kind of ['open', 'click']) {
    await api.owner.query(
      `update campaign_hits h set hits = (select count(*) from engagements e where e.campaign_id = h.campaign_id and e.kind = h.kind)
       where campaign_id = $1`,
      [id],
    );
    await api.owner.query(
      `insert into engagement_counts (organization_id, campaign_id, kind, people)
       select $3, $1, $2, count(distinct delivery_id) from engagements where campaign_id = $1 and kind = $2
       on conflict (organization_id, campaign_id, kind) do update set people = excluded.people`,
      [id, kind, member.organizationId],
    );
  }
  await api.owner.query(`delete from campaign_hit_reasons where campaign_id = $1`, [id]);
  await api.owner.query(
    `insert into campaign_hit_reasons (organization_id, campaign_id, kind, reason, hits)
     select organization_id, campaign_id, kind, 'none', count(*) from engagements where campaign_id = $1 group by 1, 2, 3`,
    [id],
  );
  await api.owner.query(`delete from campaign_series where campaign_id = $1 and kind in ('open', 'click')`, [id]);
  await api.owner.query(
    `insert into campaign_series (organization_id, campaign_id, kind, at, count)
     select $2, $1, kind, date_bin('10 seconds', at, 'epoch'), count(*) from (
       select 'open' as kind, opened_at as at from deliveries where campaign_id = $1 and opened_at is not null
       union all select 'click', clicked_at from deliveries where campaign_id = $1 and clicked_at is not null) x group by 3, 4`,
    [id, member.organizationId],
  );
  await api.owner.query(
    `update campaign_links l set machine_clicks = 0, people = (
       select count(distinct delivery_id) from engagements e where e.campaign_id = l.campaign_id and e.link_position = l.position and e.kind = 'click')
     where campaign_id = $1`,
    [id],
  );
  await member.call(engagementsRoutes.judgeAgain, { id });
  await expect.poll(async () => (await api.owner.query('select from judgements')).rowCount).toBe(0);
  expect(await verdicts()).toEqual(before);
  await expectExact(id);
  const machines = (kind: string) => before.filter((each) => each['kind'] === kind).length;
  expect(await member.call(engagementsRoutes.verdicts, { id })).toMatchObject({
    judging: null,
    last: {
      opensToMachines: machines('machine_open'),
      clicksToMachines: machines('machine_click'),
      opensToPeople: 0,
      clicksToPeople: 0,
    },
  });
});

test('a campaign that does not exist cannot be judged again', async () => {
  await expect(member.call(engagementsRoutes.judgeAgain, { id: randomUUID() })).rejects.toMatchObject({ status: 404 });
});
