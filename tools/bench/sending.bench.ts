import nodemailer from 'nodemailer';
import pg from 'pg';
import type { CampaignReport, CampaignView } from '@engagex/domain/campaigns';
import type { TemplateView } from '@engagex/domain/templates';
import { until } from '../demo/browser.ts';
import { campaignTemplate } from './campaign-template.ts';
import { cpuSecondsOf } from './process-usage.ts';
import { type MailSink, smtpSource, startMailSink } from './mail-sink.ts';
import { type Product, startProduct } from './product.ts';
import { median, type Row } from './rounds.ts';

/** SENDING_SCALE=0.1 is a tenth of it, for a quick look. */
const people = Math.round(20_000 * Number(process.env['SENDING_SCALE'] ?? 1));
const barePeople = people / 5; // a fifth tells the rate of what is that much slower
const connections = 8; // as many as the product's own SMTP transport
const rounds = 5;

/**
 * Messages a second of a campaign to 20,000, beside a bare nodemailer pool composing and sending the same messages,
 * and beside Postfix' smtp-source sending messages of that size ready-made to the same sink: from the launch on, with the
 * audience yet to be frozen, and from the first hand-over on.
 */
export async function benchSending(): Promise<Row[]> {
  const sink = await startMailSink();
  const product = await startProduct({ env: { SMTP_URL: `smtp://127.0.0.1:${sink.port}` } });
  try {
    const groupId = await buildAudience(product, people);
    const template = await product.browser.post<TemplateView>('/api/templates', campaignTemplate);
    const preview = await product.browser.post<Written>('/api/templates/preview', campaignTemplate);
    const ours: number[] = [];
    const bare: number[] = [];
    const source: number[] = [];
    const underWay: number[] = [];
    const wal = { ours: [] as number[], bare: [] as number[] }; // bytes a message
    const cpu = { worker: [] as number[], postgres: [] as number[], bare: [] as number[] }; // seconds a message
    for (let round = 0; round < rounds; round += 1) {
      const { worker, postgres } = product.pids;
      const before = [cpuSecondsOf(worker), cpuSecondsOf(postgres)] as const;
      const send = async () => void ours.push(await sendCampaign(product, groupId, template.id, people));
      wal.ours.push((await walOf(product, send)) / people);
      underWay.push(await rateUnderWay(product, people));
      wal.bare.push((await walOf(product, () => updateBare(product))) / people);
      cpu.worker.push((cpuSecondsOf(worker) - before[0]) / people);
      cpu.postgres.push((cpuSecondsOf(postgres) - before[1]) / people);
      const bareBefore = process.cpuUsage();
      bare.push(await sendBare(sink, preview));
      const { user, system } = process.cpuUsage(bareBefore);
      cpu.bare.push((user + system) / 1e6 / barePeople);
      if (sink.isPostfix) source.push(await smtpSource(sink, people, connections));
    }
    if (!sink.isPostfix) process.stderr.write('smtp-source is not installed (package postfix): its row is left out.\n');
    return [
      rowOf('sending: messages per second, beside a bare nodemailer pool', ours, bare),
      ...(sink.isPostfix
        ? [
            rowOf('sending: messages per second, beside smtp-source', ours, source),
            rowOf('sending: messages per second once the audience is frozen, beside smtp-source', underWay, source),
          ]
        : []),
      cpuRow('sending: processor time of the worker, beside a bare nodemailer pool', cpu.worker, cpu.bare),
      cpuRow('sending: processor time of PostgreSQL, beside a bare nodemailer pool', cpu.postgres, cpu.bare),
      walRow('sending: write-ahead log, beside a row of a bare table updated twice', wal.ours, wal.bare),
    ];
  } finally {
    await product.stop();
    sink.stop();
  }
}

interface Written {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

function rowOf(name: string, ours: readonly number[], raw: readonly number[]): Row {
  const [value, reference] = [median(ours), median(raw)];
  return { name, value, unit: 'messages/s', reference, ratio: value / reference, rounds };
}

/** Says what a message costs also while other programs use the machine. */
function cpuRow(name: string, ours: readonly number[], raw: readonly number[]): Row {
  const [value, reference] = [median(ours) * 1e6, median(raw) * 1e6];
  return { name, value, unit: 'µs a message', reference, ratio: value / reference, rounds };
}

function walRow(name: string, ours: readonly number[], raw: readonly number[]): Row {
  const [value, reference] = [median(ours), median(raw)];
  return { name, value, unit: 'bytes a message', reference, ratio: value / reference, rounds };
}

/** Messages a second of the latest campaign, from its first hand-over to its last answer. */
async function rateUnderWay({ ownerUrl }: Product, count: number): Promise<number> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ seconds: number }>(
      `select extract(epoch from max(accepted_at) - min(submitted_at))::float8 as seconds from deliveries
       where campaign_id = (select id from campaigns order by launched_at desc limit 1)`,
    );
    return count / (rows[0]?.seconds ?? Number.NaN);
  } finally {
    await client.end();
  }
}

/** How many bytes PostgreSQL logs meanwhile. */
async function walOf({ ownerUrl }: Product, work: () => Promise<void>): Promise<number> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows: before } = await client.query<{ at: string }>('select pg_current_wal_insert_lsn() as at');
    await work();
    const sql = 'select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), $1)::float8 as bytes';
    const { rows } = await client.query<{ bytes: number }>(sql, [before[0]?.at]);
    return rows[0]?.bytes ?? 0;
  } finally {
    await client.end();
  }
}

/** The least that a ledger of these people could cost: written once, and changed twice in place. */
async function updateBare({ ownerUrl }: Product): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('create table bare (id int primary key, state text not null) with (fillfactor = 30)');
    await client.query(`insert into bare select n, 'pending' from generate_series(1, $1::int) n`, [people]);
    for (const state of ['submitting', 'accepted']) await client.query('update bare set state = $1', [state]);
  } finally {
    await client.query('drop table if exists bare');
    await client.end();
  }
}

/** So many contacts in one group, called what their addresses begin with; resolves to the group. */
export async function buildAudience(
  product: Pick<Product, 'ownerUrl'>,
  count: number,
  name = 'person',
): Promise<string> {
  const client = new pg.Client({ connectionString: product.ownerUrl });
  await client.connect();
  try {
    await client.query('update organizations set undo_seconds = 0'); // nobody waits to take a launch back
    const { rows } = await client.query<{ id: string }>(
      `insert into groups (organization_id, name) select id, $1 from organizations limit 1 returning id`,
      [name],
    );
    const groupId = rows[0]?.id ?? '';
    await client.query(
      `with people as (
         insert into contacts (organization_id, email, first_name, last_name)
         select g.organization_id, g.name || n || '@example.com', 'First' || n % 1000, 'Last' || n % 5000
         from groups g, generate_series(1, $2) n where g.id = $1 returning organization_id, id
       )
       insert into group_members (organization_id, group_id, contact_id) select organization_id, $1, id from people`,
      [groupId, count],
    );
    await client.query('analyze');
    return groupId;
  } finally {
    await client.end();
  }
}

/** Sends one campaign; resolves to messages a second from launch to the last outcome. */
export async function sendCampaign(
  { browser }: Product,
  groupId: string,
  templateId: string,
  count: number,
): Promise<number> {
  const draft = {
    name: 'Bench',
    templateId,
    groupIds: [groupId],
    senderName: 'Bench',
    senderEmail: 'bench@shop.example',
  };
  const { id } = await browser.post<CampaignView>('/api/campaigns', draft);
  await browser.post(`/api/campaigns/${id}/launch`, {});
  const { campaign, ledger } = await until(
    () => browser.get<CampaignReport>(`/api/campaigns/${id}/report`),
    (report) => report.campaign.status === 'sent',
    600,
  );
  if (ledger.accepted !== count) throw new Error(`Only ${ledger.accepted} were accepted.`);
  return count / ((Date.parse(campaign.finishedAt ?? '') - Date.parse(campaign.launchedAt ?? '')) / 1000);
}

async function sendBare({ port }: MailSink, { subject, html, text }: Written): Promise<number> {
  const transport = nodemailer.createTransport({
    host: '127.0.0.1',
    port,
    pool: true,
    maxConnections: connections,
    maxMessages: Infinity,
  });
  const started = performance.now();
  await Promise.all(
    Array.from({ length: barePeople }, (_, index) =>
      transport.sendMail({
        from: 'Bench <bench@shop.example>',
        to: `First${index} Last${index} <person${index}@example.com>`,
        subject,
        html: html.replaceAll('person1@example.com', `person${index}@example.com`),
        text: text.replaceAll('person1@example.com', `person${index}@example.com`),
        headers: {
          'List-Unsubscribe': `<https://shop.example/u/${index}>`,
          'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        },
      }),
    ),
  );
  transport.close();
  return barePeople / ((performance.now() - started) / 1000);
}
