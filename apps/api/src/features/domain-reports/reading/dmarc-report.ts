import { isIP } from 'node:net';
import { causeOf } from '@engagex/domain/domain-reports';
import type { DmarcReport, DmarcRow } from './parsed-report.ts';
import { domainIn, instantOf, spanOf } from './fields.ts';
import { all, first, readXml, textIn, type XmlElement } from './read-xml.ts';
import { badValue, missing, notDmarc } from './report-refusals.ts';

/**
 * Reads an aggregate report of RFC 7489, appendix C, or RFC 9990. Both, and drafts of them, have the elements that are read
 * here; what a reporter adds is ignored.
 */
export function dmarcReportOf(text: string): DmarcReport {
  const rows: ReadRow[] = [];
  const root = readXml(text, (record) => rows.push(rowOf(record)));
  const feedback = first(root, 'feedback');
  if (!feedback) throw notDmarc();
  const metadata = first(feedback, 'report_metadata');
  const published = first(feedback, 'policy_published');
  if (!metadata) throw missing('<report_metadata>');
  if (!published) throw missing('<policy_published>');
  const reportId = textIn(metadata, 'report_id');
  if (!reportId) throw missing('<report_id>');
  const email = textIn(metadata, 'email');
  const range = first(metadata, 'date_range');
  const domain = domainIn(textIn(published, 'domain'), '<domain> of the policy');
  const tag = (name: string) => textIn(published, name, 20)?.toLowerCase() ?? null;
  return {
    kind: 'dmarc',
    domain,
    reporter: textIn(metadata, 'org_name') ?? email ?? 'Unknown',
    reporterEmail: email,
    reportId,
    ...spanOf(instantOf(textIn(range, 'begin'), '<begin>'), instantOf(textIn(range, 'end'), '<end>')),
    policy: {
      p: tag('p') ?? 'none',
      sp: tag('sp'),
      np: tag('np'),
      adkim: tag('adkim'),
      aspf: tag('aspf'),
      pct: tag('pct'),
      testing: tag('testing'),
    },
    rows: rows.map((row) => judged(row, domain)),
  };
}

/** A row as it stands there: which domain it is about may only be said after it. */
type ReadRow = Omit<DmarcRow, 'headerFrom' | 'cause' | 'voucher'> & { readonly headerFrom: string | null };

function judged(row: ReadRow, domain: string): DmarcRow {
  const { dkimAligned, spfAligned, dkim, spf } = row;
  const headerFrom = row.headerFrom ?? domain;
  return { ...row, headerFrom, ...causeOf({ isAligned: dkimAligned || spfAligned, headerFrom, dkim, spf }) };
}

function rowOf(record: XmlElement): ReadRow {
  const row = first(record, 'row');
  const evaluated = first(row, 'policy_evaluated');
  const results = first(record, 'auth_results');
  const identifiers = first(record, 'identifiers') ?? first(record, 'identities');
  return {
    sourceIp: addressIn(row),
    count: countIn(row),
    disposition: dispositionOf(textIn(evaluated, 'disposition')),
    dkimAligned: textIn(evaluated, 'dkim')?.toLowerCase() === 'pass',
    spfAligned: textIn(evaluated, 'spf')?.toLowerCase() === 'pass',
    headerFrom: textIn(identifiers, 'header_from', 253)?.toLowerCase() ?? null,
    envelopeFrom: textIn(identifiers, 'envelope_from', 253)?.toLowerCase() ?? null,
    dkim: all(results, 'dkim').map((each) => ({
      domain: textIn(each, 'domain', 253)?.toLowerCase() ?? '',
      selector: textIn(each, 'selector'),
      result: textIn(each, 'result', 20)?.toLowerCase() ?? 'none',
    })),
    spf: all(results, 'spf').map((each) => ({
      domain: textIn(each, 'domain', 253)?.toLowerCase() ?? '',
      scope: textIn(each, 'scope', 20),
      result: textIn(each, 'result', 20)?.toLowerCase() ?? 'none',
    })),
    overrides: all(evaluated, 'reason').flatMap((each) => textIn(each, 'type', 40)?.toLowerCase() ?? []),
  };
}

function addressIn(row: XmlElement | undefined): string {
  const address = textIn(row, 'source_ip');
  if (!address) throw missing('<source_ip> in one of its rows');
  if (isIP(address) === 0 || address.includes('%')) throw badValue('<source_ip>', address);
  return address;
}

/** RFC 9990 has 64 bits for it; more than two thousand million messages of one server in a day are a mistake. */
function countIn(row: XmlElement | undefined): number {
  const text = textIn(row, 'count');
  if (!text) throw missing('<count> in one of its rows');
  const count = Number(text);
  if (!/^\d+$/.test(text) || count > 2 ** 31 - 1) throw badValue('<count>', text);
  return count;
}

/** `pass` of RFC 9990 is that nothing was to be done, as is whatever is not known. */
function dispositionOf(text: string | null): DmarcRow['disposition'] {
  const lower = text?.toLowerCase();
  return lower === 'quarantine' || lower === 'reject' ? lower : 'none';
}
