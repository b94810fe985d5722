import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { reportLimits } from '@engagex/domain/domain-reports';
import { dmarcXml, gzipBomb, type MadeRow, tlsJson, zipOf } from '../../../testing/reports.ts';
import { readReports } from './read-reports.ts';
import { packed } from './packed-report.ts';
import { unpack } from './unpack.ts';

const xml = dmarcXml({ domain: 'shop.example' });
const bytes = (text: string) => Buffer.from(text);
const between = (before: string, after: string) => bytes(xml.replace(before, after));

test('a report is read plain, gzipped and out of a zip archive, whatever the file is called', () => {
  const expected = [expect.objectContaining({ kind: 'dmarc', domain: 'shop.example', reporter: 'receiver.example' })];
  expect(readReports(bytes(xml))).toEqual(expected);
  expect(readReports(gzipSync(xml))).toEqual(expected);
  expect(readReports(zipOf({ 'r.xml': xml, '__MACOSX/._r.xml': 'x' }))).toEqual(expected);
  expect(readReports(zipOf({ 'a.xml': xml, 'b.json': tlsJson('shop.example') })).map(({ kind }) => kind)).toEqual([
    'dmarc',
    'tls',
  ]);
});

test('a large report goes between processes in pages, with its sums', () => {
  const rows = Array.from({ length: 2_001 }, (_, n): MadeRow => ({ count: 2, dkimAligned: n === 0 }));
  const [report] = readReports(bytes(dmarcXml({ domain: 'shop.example', rows })));
  const { pages, ...sums } = packed(report!);
  expect(sums).toMatchObject({ count: 4_002, passed: 2, senders: ['shop.example'] });
  expect(pages.map((page) => (JSON.parse(page) as unknown[]).length)).toEqual([1_000, 1_000, 1]);
  const [tls] = readReports(bytes(tlsJson('shop.example')));
  expect(packed(tls!)).toMatchObject({ count: 42, passed: 40, senders: [], pages: [expect.any(String)] });
});

test('rows say what vouches for the messages, and why they are not aligned', () => {
  const rows: readonly MadeRow[] = [
    { dkimAligned: true, dkim: { 'sendgrid.net': 'pass', 'shop.example': 'pass' } },
    { dkim: { 'sendgrid.net': 'pass' }, spf: { 'sendgrid.net': 'pass' } },
    { spf: { 'host.example': 'pass' } },
    { dkim: { 'shop.example': 'fail' } },
    { dkim: { 'other.example': 'fail' }, spf: { 'shop.example': 'softfail' } },
  ];
  const [report] = readReports(bytes(dmarcXml({ domain: 'shop.example', rows })));
  expect(report).toMatchObject({
    rows: [
      { cause: 'aligned', voucher: 'shop.example', dkimAligned: true, spfAligned: false },
      { cause: 'signed_elsewhere', voucher: 'sendgrid.net' },
      { cause: 'path_elsewhere', voucher: 'host.example' },
      { cause: 'broken_signature', voucher: null },
      { cause: 'unauthenticated', voucher: null },
    ],
  });
});

test('reports of RFC 7489, of RFC 9990 with its namespace, and with empty elements are read alike', () => {
  const policy = '<p>reject</p><np>quarantine</np><testing>y</testing><discovery_method>treewalk</discovery_method>';
  const [modern] = readReports(
    bytes(
      dmarcXml({ domain: 'shop.example', policy, rows: [{ disposition: 'pass' }] })
        .replaceAll(/<(\/?)(\w)/g, '<$1d:$2')
        .replace('<d:feedback>', '<d:feedback xmlns:d="urn:ietf:params:xml:ns:dmarc-2.0"><d:version>2.0</d:version>'),
    ),
  );
  expect(modern).toMatchObject({
    policy: { p: 'reject', sp: null, np: 'quarantine', testing: 'y' },
    rows: [{ disposition: 'none' }],
  });
  const [sparse] = readReports(between('</policy_evaluated>', '<reason><type></type></reason></policy_evaluated>'));
  expect(sparse).toMatchObject({ policy: { p: 'none', pct: null }, rows: [{ overrides: [] }] });
  const [nameless] = readReports(between('<org_name>receiver.example</org_name>', '<org_name></org_name>'));
  expect(nameless).toMatchObject({ reporter: 'dmarc@receiver.example' });
});

test('a row without a From is about the domain of the policy, which may be said after it', () => {
  const policy = /<policy_published>.*<\/policy_published>/.exec(xml)?.[0] ?? '';
  const [report] = readReports(
    bytes(
      xml
        .replace(policy, '')
        .replace('<header_from>shop.example</header_from>', '')
        .replace('</feedback>', `${policy}</feedback>`),
    ),
  );
  expect(report).toMatchObject({ rows: [{ headerFrom: 'shop.example', cause: 'unauthenticated' }] });
});

test('names in another encoding than the document says are read, and entities become their characters', () => {
  const [report] = readReports(
    Buffer.from(xml.replace('<org_name>receiver.example', '<org_name>M\u00fcller &amp; Co'), 'latin1'),
  );
  expect(report).toMatchObject({ reporter: 'Müller & Co' });
  const [odd] = readReports(between('<org_name>receiver.example', '<org_name>A\u0000&#66;\u0007 <![CDATA[& C]]>'));
  expect(odd).toMatchObject({ reporter: 'A B & C' });
});

test('a TLS report is one report for each domain in it, with what failed', () => {
  expect(readReports(bytes(tlsJson('shop.example')))).toMatchObject([
    {
      kind: 'tls',
      domain: 'shop.example',
      sessions: 42,
      failedSessions: 2,
      failures: [{ type: 'certificate-expired', count: 2, mailServer: 'mx1.shop.example', reason: null }],
    },
  ]);
});

test('whatever is no report is refused for a reason that is named', () => {
  const encrypted = zipOf({ 'r.xml': xml });
  encrypted[6] = 1;
  const cases: readonly (readonly [string, Uint8Array])[] = [
    ['empty', Buffer.alloc(0)],
    ['empty', bytes(' \n')],
    ['unknown-format', bytes('Dear all,')],
    ['unknown-format', Buffer.from([0x89, 0x50, 0x4e, 0x47])],
    ['damaged-archive', gzipSync(xml).subarray(0, 200)],
    ['damaged-archive', zipOf({ 'r.xml': xml }).subarray(0, 200)],
    ['empty-archive', zipOf({ 'folder/': '' })],
    ['encrypted', encrypted],
    ['nested-archive', zipOf({ 'r.zip': zipOf({ 'r.xml': xml }) })],
    ['nested-archive', gzipSync(gzipSync(xml))],
    ['too-many-entries', zipOf(Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`${index}.xml`, xml])))],
    ['malformed-xml', between('</record>', '')],
    ['malformed-xml', between('receiver.example', '<broken@receiver.example>')],
    ['malformed-xml', between('receiver.example', '&unknown;')],
    ['malformed-xml', bytes(`${xml}<feedback></feedback>`)],
    [
      'too-many-rows',
      between(
        '</feedback>',
        `${'<record><row><source_ip>192.0.2.1</source_ip><count>1</count></row></record>'.repeat(reportLimits.rows)}</feedback>`,
      ),
    ],
    ['doctype', between('<feedback>', '<!DOCTYPE feedback [<!ENTITY a "b">]><feedback>')],
    ['too-deep', between('receiver.example', '<a>'.repeat(30) + '</a>'.repeat(30))],
    ['not-dmarc', bytes('<html><body>Hello</body></html>')],
    ['missing-field', between('<report_id>r-1</report_id>', '')],
    ['missing-field', between('<source_ip>192.0.2.1</source_ip>', '')],
    ['invalid-field', between('192.0.2.1', '192.0.2.256')],
    ['invalid-field', between('<count>1</count>', '<count>-1</count>')],
    ['invalid-field', between('<count>1</count>', '<count>99999999999</count>')],
    ['invalid-field', between('<domain>shop.example</domain>', '<domain>not a domain</domain>')],
    ['invalid-field', bytes(xml.replace(/<end>\d+/, '<end>1'))],
    ['malformed-json', bytes('{"organization-name": ')],
    ['missing-field', bytes('{"organization-name": "A"}')],
    ['invalid-field', bytes(tlsJson('not a domain'))],
  ];
  for (const [code, file] of cases)
    expect(() => readReports(file), code).toThrow(expect.objectContaining({ code: `domain-report.${code}` }));
});

test('what unpacks too far is refused while it is unpacked, however little it is packed', () => {
  const refusal = expect.objectContaining({ code: 'domain-report.unpacks-too-far' });
  const loose = gzipSync(randomBytes(64 * 1024).toString('hex'));
  expect(unpack(loose, 128 * 1024)).toHaveLength(1);
  expect(() => unpack(loose, 128 * 1024 - 1)).toThrow(refusal);
  expect(() => unpack(zipOf({ 'a.xml': randomBytes(600), 'b.xml': randomBytes(600) }), 1_000)).toThrow(refusal);
  expect(() => readReports(gzipBomb(2))).toThrow(refusal); // the ratio alone
});
