import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { reportLimits } from '@engagex/domain/domain-reports';
import type { Browser } from '../demo/browser.ts';
import type { Product } from './product.ts';
import { median, type Row } from './rounds.ts';

const rounds = 3;
const everyMs = 20;
const domain = 'bench.example';

/**
 * Seconds to read and store the largest DMARC report that is taken, plain, beside a bare insert of as many rows in one statement; and how long
 * somebody else waits for the API meanwhile, at the worst.
 */
export async function benchReports({ browser, ownerUrl }: Product): Promise<Row[]> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(
      `insert into domains (organization_id, domain, state, state_since, ownership_token)
       select id, $1, 'verified', now(), '-' from organizations`,
      [domain],
    );
    await client.query('create temporary table bare (n int primary key, source_ip inet, row jsonb)');
    const ours: number[] = [];
    const bare: number[] = [];
    const waits: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const { text, rows } = largest(`r-${round}`);
      const form = new FormData();
      form.set('file', new File([text], 'report.xml'));
      let isUploading = true;
      const others = longestWait(browser, () => isUploading);
      ours.push(await seconds(() => browser.post('/api/domain-reports', form)));
      isUploading = false;
      waits.push(await others);
      bare.push(
        await seconds(() =>
          client.query(
            `insert into bare select n, '192.0.2.1', '{"dkim": [], "spf": []}' from generate_series(1, $1::int) n`,
            [rows],
          ),
        ),
      );
      await client.query('truncate bare');
    }
    const [value, reference] = [median(ours), median(bare)];
    const name = 'domain-reports: the largest report read and stored, beside a bare insert of its rows';
    return [
      { name, value, unit: 's', reference, ratio: value / reference, rounds },
      {
        name: 'domain-reports: the longest wait of another request meanwhile',
        value: median(waits),
        unit: 'ms',
        reference: null,
        ratio: null,
        rounds,
      },
    ];
  } finally {
    await client.end();
  }
}

/** Milliseconds. */
async function longestWait(browser: Browser, isOn: () => boolean): Promise<number> {
  let longest = 0;
  while (isOn()) {
    longest = Math.max(longest, (await seconds(() => browser.get('/api/domain-reports'))) * 1_000);
    await delay(everyMs);
  }
  return longest;
}

/** As many rows as fit, each of a server of its own. */
function largest(id: string): { readonly text: string; readonly rows: number } {
  const now = Math.floor(Date.now() / 1_000);
  const head = `<?xml version="1.0"?>
<feedback><report_metadata><org_name>receiver.example</org_name><report_id>${id}</report_id>
<date_range><begin>${now - 86_400}</begin><end>${now}</end></date_range></report_metadata>
<policy_published><domain>${domain}</domain><p>none</p></policy_published>
`;
  const rows = Math.floor((reportLimits.fileBytes - head.length - 100) / rowOf(1).length);
  const all = Array.from({ length: rows }, (_, n) => rowOf(n));
  return { text: `${head}${all.join('')}</feedback>`, rows };
}

function rowOf(n: number): string {
  const address = [10, n >> 16, n >> 8, n]
    .map((part) => `${part & 255}`)
    .join('.')
    .padEnd(15);
  return `<record>
  <row><source_ip>${address}</source_ip><count>1</count>
    <policy_evaluated><disposition>none</disposition><dkim>pass</dkim><spf>fail</spf></policy_evaluated></row>
  <identifiers><envelope_from>bounces.${domain}</envelope_from><header_from>${domain}</header_from></identifiers>
  <auth_results>
    <dkim><domain>${domain}</domain><selector>s1</selector><result>pass</result></dkim>
    <dkim><domain>relay.example</domain><selector>s1</selector><result>pass</result></dkim>
    <spf><domain>bounces.${domain}</domain><scope>mfrom</scope><result>pass</result></spf>
  </auth_results>
</record>
`;
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1_000;
}
