import { brandFrom, mjmlOfDocument } from '@engagex/domain/documents';
import type { CampaignView, PreFlightView } from '@engagex/domain/campaigns';
import type { TemplateView } from '@engagex/domain/templates';
import { compileTemplate } from '../../apps/api/src/features/templates/compile-template.ts';
import { prepareMessage } from '../../apps/api/src/features/templates/prepare-message.ts';
import { bareMjml } from '../../apps/api/src/testing/bare-mjml.ts';
import { bareLiquid } from '../../libs/domain/src/templates/testing/bare-liquid.ts';
import { until } from '../demo/browser.ts';
import { campaignTemplate } from './campaign-template.ts';
import { documentOfRows } from './content-document.ts';
import { startMailSink } from './mail-sink.ts';
import { type Product, startProduct } from './product.ts';
import { interleave, median, type Row } from './rounds.ts';
import { buildAudience, sendCampaign } from './sending.bench.ts';

const rowsOfDocument = 20;
const rounds = 9;
const requests = 100;
const rendered = 2_000;
/** CONTENT_SCALE=0.1 is a tenth of it, for a quick look. */
const people = Math.round(20_000 * Number(process.env['CONTENT_SCALE'] ?? 1));
const campaigns = 5;

/** What content costs: to compile, to preview, to render for one person and for everybody, and to keep where personal links lead. */
export async function benchContent(): Promise<Row[]> {
  const compiled = await compiling();
  const person = await rendering();
  const sink = await startMailSink();
  const product = await startProduct({ env: { SMTP_URL: `smtp://127.0.0.1:${sink.port}` } });
  try {
    const groupId = await buildAudience(product, people);
    return [
      compiled,
      person.row,
      await previewing(product, compiled.reference ?? 0),
      await checkingEverybody(product, groupId, person.alonePerSecond),
      await personalLinks(product, groupId),
    ];
  } finally {
    await product.stop();
    sink.stop();
  }
}

let edits = 0;

/** Another text each time, or it would come from the cache. */
function contentOfRows() {
  const document = documentOfRows(rowsOfDocument, `${(edits += 1)} `);
  const { mjml } = mjmlOfDocument(document, { brand: brandFrom(), language: 'en' });
  return { subject: 'News', preheader: '', format: 'mjml' as const, body: mjml, textBody: '' };
}

async function compiling(): Promise<Row> {
  await compileTemplate(contentOfRows());
  return interleave(
    `content: compiling ${rowsOfDocument} rows with checks and text, beside MJML alone`,
    'ms',
    rounds,
    () => msOf(() => compileTemplate(contentOfRows())),
    () => msOf(() => bareMjml(contentOfRows().body)),
  );
}

/** Everything that differs for a person, beside LiquidJS writing the same HTML and text whole. */
async function rendering(): Promise<{ row: Row; alonePerSecond: number }> {
  const { subject, html, text } = await compileTemplate(contentOfRows());
  const message = prepareMessage({ subject, html, text });
  const alone = bareLiquid(html, text);
  const variablesOf = (index: number) => ({
    contact: { first_name: `First${index}`, email: `person${index}@example.com`, attributes: {} },
    organization: { name: 'Shop', postal_address: 'Example Street 1' },
    campaign: { name: 'News' },
    tracking: 'https://shop.example/t/x',
  });
  const each = async (render: (variables: object) => unknown) => {
    const started = performance.now();
    for (let index = 0; index < rendered; index += 1) render(variablesOf(index));
    return ((performance.now() - started) * 1_000) / rendered;
  };
  const row = await interleave(
    `content: what differs for a person in ${rowsOfDocument} rows, beside LiquidJS alone`,
    'µs',
    rounds,
    () => each((variables) => message.valuesFor(variables)),
    () => each(alone),
  );
  return { row, alonePerSecond: 1e6 / (row.reference ?? Number.NaN) };
}

async function previewing({ browser }: Product, reference: number): Promise<Row> {
  const times: number[] = [];
  for (let request = 0; request < requests; request += 1) {
    const document = documentOfRows(rowsOfDocument, `${request} `);
    times.push(await msOf(() => browser.post('/api/templates/preview', { kind: 'visual', subject: 'News', document })));
  }
  const value = times.toSorted((one, other) => one - other)[Math.floor(requests * 0.95)] ?? Number.NaN;
  const name = `content: preview of ${rowsOfDocument} rows after an edit, 95th percentile, beside MJML alone`;
  return { name, value, unit: 'ms', reference, ratio: value / reference, rounds: requests };
}

async function checkingEverybody({ browser }: Product, groupId: string, reference: number): Promise<Row> {
  const template = await browser.post<TemplateView>('/api/templates', {
    kind: 'visual',
    name: 'Rows',
    subject: 'News',
    document: documentOfRows(rowsOfDocument),
  });
  const { id } = await browser.post<CampaignView>('/api/campaigns', {
    name: 'Everybody',
    templateId: template.id,
    groupIds: [groupId],
  });
  const rates: number[] = [];
  for (let round = 0; round < campaigns; round += 1) {
    await browser.post(`/api/campaigns/${id}/pre-flight`, {});
    const { preFlight } = await until(
      () => browser.get<{ preFlight: PreFlightView | null }>(`/api/campaigns/${id}/pre-flight`),
      (latest) => latest.preFlight?.state === 'finished',
      600,
    );
    const { createdAt, finishedAt } = preFlight ?? {};
    rates.push(people / ((Date.parse(finishedAt ?? '') - Date.parse(createdAt ?? '')) / 1_000));
  }
  const value = median(rates);
  const name = `content: everybody’s message of ${rowsOfDocument} rows checked, beside LiquidJS alone`;
  return { name, value, unit: 'people/s', reference, ratio: value / reference, rounds: campaigns };
}

/** Where a personal link leads is stored for each message before it leaves. */
async function personalLinks(product: Product, groupId: string): Promise<Row> {
  const plain = await product.browser.post<TemplateView>('/api/templates', campaignTemplate);
  const personal = await product.browser.post<TemplateView>('/api/templates', {
    ...campaignTemplate,
    name: 'Personal',
    body: campaignTemplate.body.replace(
      '</body>',
      '<a href="https://shop.example/of/{{ contact.email }}">Yours</a> <a href="{{ view_in_browser_url }}">View</a></body>',
    ),
  });
  return interleave(
    'content: messages per second with personal links and a page to view it, beside the same without',
    'messages/s',
    campaigns,
    () => sendCampaign(product, groupId, personal.id, people),
    () => sendCampaign(product, groupId, plain.id, people),
  );
}

async function msOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
