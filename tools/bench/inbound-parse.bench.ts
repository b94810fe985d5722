import PostalMime from 'postal-mime';
import { judgeBounce } from '@engagex/domain/receipts';
import { readMail, toReports } from '../../apps/api/src/features/inbound/parsing/index.ts';
import { samples } from '../../apps/api/src/features/inbound/parsing/testing/families.ts';
import { marks, notice, original, report } from '../../apps/api/src/features/inbound/parsing/testing/mails.ts';
import { interleave, type Row } from './rounds.ts';

const rounds = 5;
/** A round reads mails for this long, since a large one takes many times as long as a small one. */
const roundMs = 1_000;

/** Mails that came back, read and judged in one process, beside taking their MIME structure apart with postal-mime. */
export async function benchInboundParse(): Promise<Row[]> {
  const receivedAt = new Date();
  return [
    await row('reports', reportsOfSize(4_000), receivedAt),
    await row('reports with a message of 100 kB', reportsOfSize(100_000), receivedAt),
    await row('notices in free form', freeForm(), receivedAt),
  ];
}

function row(name: string, texts: readonly Buffer[], receivedAt: Date): Promise<Row> {
  const ours = (raw: Buffer) => {
    for (const found of toReports(readMail({ raw, envelopeTo: [] }, marks), receivedAt)) judgeBounce(found);
  };
  return interleave(
    `inbound-parse: ${name}, read and judged, beside postal-mime alone`,
    'mails/s',
    rounds,
    () => perSecond(texts, ours),
    () => perSecond(texts, (raw) => PostalMime.parse(raw)),
  );
}

async function perSecond(texts: readonly Buffer[], read: (raw: Buffer) => unknown): Promise<number> {
  const started = performance.now();
  let mails = 0;
  for (; performance.now() - started < roundMs; mails += 1) await read(texts[mails % texts.length] ?? Buffer.alloc(0));
  return mails / ((performance.now() - started) / 1000);
}

function reportsOfSize(bytes: number): Buffer[] {
  const status = `Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; ada@example.org
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <ada@example.org>: Recipient address rejected: User unknown`;
  const body = 'The quick brown fox jumps over the lazy dog, and so on to the end of it.\n'.repeat(
    Math.ceil(bytes / 73),
  );
  return [Buffer.from(report({ status, returned: `${original}\n\n${body}` }))];
}

function freeForm(): Buffer[] {
  return samples.map(({ text, headers }) => Buffer.from(notice(text.replace('<copy>', original), headers)));
}
