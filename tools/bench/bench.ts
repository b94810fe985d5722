/** `npm run bench -- [name…] [--json FILE]`: each figure of the product beside its raw limit, measured in the same run. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { benchAttributions } from './attributions.bench.ts';
import { benchBackup } from './backup.bench.ts';
import { benchContacts } from './contacts.bench.ts';
import { benchContent } from './content.bench.ts';
import { benchEditor } from './editor.bench.ts';
import { benchEventStages } from './event-stages.bench.ts';
import { benchEvents } from './events.bench.ts';
import { benchEventReads } from './event-reads.bench.ts';
import { benchExploreLoad } from './explore-load.bench.ts';
import { benchExplore } from './explore.bench.ts';
import { benchFirstLoad } from './first-load.bench.ts';
import { benchIdleOrganizations } from './idle-organizations.bench.ts';
import { benchImages } from './images.bench.ts';
import { benchImportMillion } from './import-million.bench.ts';
import { benchImport } from './import.bench.ts';
import { benchInbound } from './inbound.bench.ts';
import { benchInboundParse } from './inbound-parse.bench.ts';
import { type Product, startProduct } from './product.ts';
import { benchMembership } from './membership.bench.ts';
import { benchMessages } from './messages.bench.ts';
import { benchProviderEvents } from './provider-events.bench.ts';
import { benchReads } from './reads.bench.ts';
import { benchReady } from './ready.bench.ts';
import { benchReports } from './reports.bench.ts';
import type { Row } from './rounds.ts';
import { benchSegments } from './segments.bench.ts';
import { benchSendingMillion } from './sending-million.bench.ts';
import { benchSending } from './sending.bench.ts';
import { benchSigned } from './signed.bench.ts';
import { benchTracking } from './tracking.bench.ts';
import { benchUsage } from './usage.bench.ts';
import { benchWorkers } from './workers.bench.ts';

const benchmarks: Readonly<Record<string, () => Promise<Row[]>>> = {
  ready: benchReady,
  'first-load': benchFirstLoad,
  editor: () => withProduct(benchEditor),
  import: () => withProduct(benchImport),
  images: () => withProduct(benchImages),
  content: benchContent,
  sending: benchSending,
  signed: benchSigned,
  workers: benchWorkers,
  'idle-organizations': benchIdleOrganizations,
  usage: benchUsage,
  messages: benchMessages,
  events: benchEvents,
  explore: () => withProduct(benchExplore),
  'explore-load': () => withProduct(benchExploreLoad),
  'event-reads': () => withProduct(benchEventReads),
  membership: benchMembership,
  'event-stages': benchEventStages,
  attributions: benchAttributions,
  'provider-events': () => withProduct(benchProviderEvents),
  'domain-reports': () => withProduct(benchReports),
  reads: benchReads,
  tracking: benchTracking,
  inbound: benchInbound,
  'inbound-parse': benchInboundParse,
  segments: () => withProduct(benchSegments),
  contacts: () => withProduct(benchContacts),
  backup: benchBackup,
  'import-million': () => withProduct(benchImportMillion),
  'sending-million': benchSendingMillion,
};

/** Take minutes and are run when they are named. */
const onlyByName = new Set([
  'backup',
  'event-reads',
  'explore-load',
  'idle-organizations',
  'import-million',
  'membership',
  'sending-million',
]);

const { values, positionals } = parseArgs({ options: { json: { type: 'string' } }, allowPositionals: true });
const unknown = positionals.filter((name) => !Object.hasOwn(benchmarks, name));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no benchmark called ${unknown.join(', ')}. There are: ${Object.keys(benchmarks).join(', ')}\n`,
  );
  process.exit(2);
}

const rows: Row[] = [];
for (const [name, bench] of Object.entries(benchmarks)) {
  if (positionals.length > 0 ? !positionals.includes(name) : onlyByName.has(name)) continue;
  process.stderr.write(`${name}…\n`);
  rows.push(...(await bench()));
}
for (const { name, value, unit, reference, ratio, rounds } of rows) {
  const beside = reference === null ? '' : ` beside ${round(reference)}, ratio ${ratio?.toFixed(2)}`;
  process.stdout.write(`${name.padEnd(72)} ${round(value).padStart(9)} ${unit}${beside} (${rounds} rounds)\n`);
}
if (values.json) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);

async function withProduct(bench: (product: Product) => Promise<Row[]>): Promise<Row[]> {
  const product = await startProduct();
  try {
    return await bench(product);
  } finally {
    await product.stop();
  }
}

function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(1);
}
