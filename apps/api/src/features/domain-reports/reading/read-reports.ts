import { dmarcReportOf } from './dmarc-report.ts';
import type { ParsedReport } from './parsed-report.ts';
import { empty, unknownFormat } from './report-refusals.ts';
import { textOf } from './text-of.ts';
import { tlsReportsOf } from './tls-report.ts';
import { unpack } from './unpack.ts';

/** Everything that a file reports, whatever it is called. Throws `domain-report.…` in words. */
export function readReports(file: Uint8Array): readonly ParsedReport[] {
  return unpack(file).flatMap((document) => reportsIn(textOf(document)));
}

function reportsIn(text: string): readonly ParsedReport[] {
  const begin = text.replace(/^\uFEFF/, '').trimStart();
  if (begin === '') throw empty();
  if (begin.startsWith('<')) return [dmarcReportOf(begin)];
  if (begin.startsWith('{')) return tlsReportsOf(begin);
  throw unknownFormat();
}
