import { expect, test } from 'vitest';
import { checkBimi, logoAddressIn } from './bimi.ts';
import { checkDmarcPolicy, reportHostsIn } from './dmarc.ts';
import { checkMtaSts } from './mta-sts.ts';
import { checkTlsRpt } from './tls-rpt.ts';

const domain = 'shop.example';
const now = new Date('2026-11-30T12:00:00Z');
const codesOf = ({ findings }: { readonly findings: readonly { readonly code: string }[] }) =>
  findings.map(({ code }) => code);

test('TLS reporting says where reports go, or why none arrive', () => {
  expect(checkTlsRpt(['v=TLSRPTv1; rua=mailto:tls@shop.example'], domain)).toMatchObject({
    state: 'working',
    summary: 'TLS reports go to mailto:tls@shop.example.',
  });
  expect(checkTlsRpt(['v=spf1 -all'], domain)).toMatchObject({ state: 'absent', findings: [] });
  expect(checkTlsRpt(null, domain)).toMatchObject({ state: 'unreachable' });
  expect(codesOf(checkTlsRpt(['v=TLSRPTv1;', 'v = TLSRPTv1; rua=tls@shop.example'], domain))).toEqual([
    'several_records',
    'no_rua',
  ]);
  expect(codesOf(checkTlsRpt(['v=TLSRPTv1; rua=tls@shop.example, https://a.example/r'], domain))).toEqual(['bad_rua']);
});

test('MTA-STS compares the policy file with the mail servers of the domain', () => {
  const texts = ['v=STSv1; id=20261130'];
  const exchanges = ['mx1.shop.example', 'mx.backup.example'];
  const policyOf = (lines: readonly string[]) => ({ text: lines.join('\r\n') });
  const good = ['version: STSv1', 'mode: enforce', 'mx: *.shop.example', 'mx: mx.backup.example', 'max_age: 604800'];
  const check = (lines: readonly string[]) => checkMtaSts({ domain, texts, exchanges, policy: policyOf(lines) });
  expect(check(good)).toMatchObject({ state: 'working', summary: 'Senders deliver only over verified TLS.' });
  expect(codesOf(check(good.toSpliced(2, 1)))).toEqual(['mx_not_listed']);
  expect(check(good.with(1, 'mode: testing'))).toMatchObject({ state: 'limited', findings: [{ code: 'testing' }] });
  expect(codesOf(check(['mode: on', 'max_age: soon']))).toEqual(['bad_version', 'bad_mode', 'bad_max_age', 'no_mx']);
  expect(codesOf(check(good.with(4, 'max_age: 60')))).toEqual(['short_max_age']);
  const facts = { domain, texts, exchanges, policy: { problem: 'The certificate has expired.' } };
  expect(checkMtaSts(facts)).toMatchObject({ state: 'broken', findings: [{ words: 'The certificate has expired.' }] });
  expect(codesOf(checkMtaSts({ ...facts, texts: ['v=STSv1'] }))).toEqual(['bad_id', 'no_policy']);
  expect(checkMtaSts({ ...facts, texts: [] })).toMatchObject({ state: 'absent' });
});

test('BIMI needs a record, a logo that keeps to the rules, a strict DMARC policy, and for some a certificate', () => {
  const texts = ['v=BIMI1; l=https://shop.example/logo.svg; a=https://shop.example/vmc.pem'];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" version="1.2" baseProfile="tiny-ps" viewBox="0 0 9 9"><title>Shop</title></svg>`;
  const dmarc = { p: 'reject', pct: null };
  const check = (changed: object) =>
    checkBimi({ domain, texts, dmarc, logo: { svg, bytes: svg.length }, certificate: null, now, ...changed });
  const withLogo = (text: string) => codesOf(check({ logo: { svg: text, bytes: text.length } }));
  expect(check({})).toMatchObject({ state: 'working', findings: [] });
  expect(logoAddressIn(texts)).toBe('https://shop.example/logo.svg');
  expect(check({ texts: ['v=BIMI1; l=https://shop.example/logo.svg'] })).toMatchObject({
    state: 'limited',
    findings: [{ code: 'no_certificate' }],
  });
  expect(check({ texts: ['v=BIMI1; l=; a=;'] })).toMatchObject({ state: 'absent' });
  expect(check({ texts: [] })).toMatchObject({ state: 'absent' });
  expect(codesOf(check({ texts: ['v=BIMI1; l=http://shop.example/logo.svg; a=x'] }))).toEqual([
    'no_logo_url',
    'bad_certificate_url',
  ]);
  expect(codesOf(check({ dmarc: null }))).toEqual(['no_dmarc']);
  expect(codesOf(check({ dmarc: { p: 'none', pct: null } }))).toEqual(['dmarc_none']);
  expect(codesOf(check({ dmarc: { p: 'quarantine', pct: '50' } }))).toEqual(['dmarc_pct']);
  expect(codesOf(check({ logo: { problem: 'It is gone.' } }))).toEqual(['logo_unreachable']);
  expect(withLogo('<html>')).toEqual(['not_svg']);
  expect(withLogo(svg.replace(' baseProfile="tiny-ps"', ''))).toEqual(['not_tiny_ps']);
  expect(withLogo(svg.replace('Shop', ''))).toEqual(['no_title']);
  expect(withLogo(svg.replace('</svg>', '<script>1</script></svg>'))).toEqual(['script']);
  expect(withLogo(svg.replace('</svg>', '<image href="https://a.example/x.png"/></svg>'))).toEqual([
    'element',
    'external',
  ]);
  expect(withLogo(svg.replace('viewBox="0 0 9 9"', 'x="0" viewBox="0 0 9 5"'))).toEqual(['position', 'not_square']);
  expect(withLogo(svg.replace(' viewBox="0 0 9 9"', ''))).toEqual(['no_view_box']);
  expect(codesOf(check({ logo: { svg, bytes: 50_000 } }))).toEqual(['large']);
});

test('the certificate of a logo is for the domain, valid, made for BIMI, with the logo in it and its authorities', () => {
  const texts = ['v=BIMI1; l=https://shop.example/logo.svg; a=https://shop.example/vmc.pem'];
  const good = {
    issuer: 'Mark authority',
    validFrom: new Date('2026-01-01'),
    validTo: new Date('2027-06-01'),
    names: ['shop.example'],
    hasLogotype: true,
    logo: null,
    isForBimi: true,
    authorities: 1,
    isChained: true,
  };
  const dmarc = { p: 'reject', pct: null };
  const check = (changed: object, of = domain) =>
    codesOf(checkBimi({ domain: of, texts, dmarc, logo: null, certificate: { ...good, ...changed }, now }));
  expect(check({})).toEqual([]);
  expect(check({}, 'news.shop.example')).toEqual([]);
  expect(check({ names: ['default._bimi.shop.example'] })).toEqual([]);
  expect(check({ names: ['op.example'] })).toEqual(['certificate_name']);
  expect(check({ validTo: new Date('2026-11-01') })).toEqual(['certificate_expired']);
  expect(check({ validTo: new Date('2026-12-10') })).toEqual(['certificate_ends']);
  expect(check({ validFrom: new Date('2026-12-10') })).toEqual(['certificate_early']);
  expect(check({ hasLogotype: false, isForBimi: false })).toEqual(['no_logotype', 'not_for_bimi']);
  expect(check({ authorities: 0 })).toEqual(['no_chain']);
  expect(check({ isChained: false })).toEqual(['broken_chain']);
  const unread = { domain, texts, dmarc, logo: null, certificate: { problem: 'It is gone.' }, now };
  expect(codesOf(checkBimi(unread))).toEqual(['certificate_unreadable']);
});

test('the published logo is the one in the certificate, byte by byte', () => {
  const texts = ['v=BIMI1; l=https://shop.example/logo.svg; a=https://shop.example/vmc.pem'];
  const certificate = {
    issuer: 'Mark authority',
    validFrom: new Date('2026-01-01'),
    validTo: new Date('2027-06-01'),
    names: ['shop.example'],
    hasLogotype: true,
    isForBimi: true,
    authorities: 1,
    isChained: true,
  };
  const svg = '<svg version="1.2" baseProfile="tiny-ps" viewBox="0 0 1 1">\n<title>Shop</title></svg>';
  const dmarc = { p: 'reject', pct: null };
  const check = (logo: string | null, published = { svg, bytes: svg.length }) =>
    codesOf(checkBimi({ domain, texts, dmarc, logo: published, certificate: { ...certificate, logo }, now }));
  expect(check(svg)).toEqual([]);
  expect(check(null)).toEqual([]);
  expect(check(svg.replace('Shop', 'Store'))).toEqual(['certificate_logo']);
  expect(check(`\u{feff}${svg.replace('\n', '\r\n')}\n`)).toEqual(['certificate_logo_spacing']);
});

test('DMARC says what the policy asks for, what is ignored in it, and which reports are not sent', () => {
  const check = (record: string, changed: object = {}) =>
    checkDmarcPolicy({ domain, policyDomain: domain, texts: [record], reportHosts: [], ...changed });
  const rua = 'rua=mailto:dmarc@shop.example';
  expect(check(`v=DMARC1; p=reject; ${rua}`)).toMatchObject({ state: 'working', findings: [] });
  expect(check('', { texts: [] })).toMatchObject({ state: 'absent' });
  expect(check('', { texts: null })).toMatchObject({ state: 'unreachable' });
  expect(codesOf(check('v=DMARC1; p=none'))).toEqual(['p_none', 'no_rua']);
  expect(codesOf(check(`v=DMARC1; p=reject; t=y; pct=50; ri=3600; rf=afrf; ${rua}`))).toEqual([
    'testing',
    'pct',
    'obsolete',
  ]);
  expect(codesOf(check(`v=DMARC1; p=reject; sp=none; ${rua}`))).toEqual(['sp_weaker', 'np_weaker']);
  expect(codesOf(check(`v=DMARC1; p=reject; sp=quarantine; np=reject; ${rua}`))).toEqual(['sp_weaker']);
  expect(check(`v=DMARC1; p=all; ${rua}`)).toMatchObject({ state: 'broken', findings: [{ code: 'bad_policy' }] });
  expect(codesOf(check(`v=DMARC1; p=reject; rua=dmarc@shop.example, ${rua.slice(4)}`))).toEqual(['bad_rua']);
  expect(codesOf(check('', { texts: [`v=DMARC1; p=reject; ${rua}`, 'v=DMARC1; p=none'] }))).toEqual([
    'several_records',
  ]);
  const outside = 'v=DMARC1; p=reject; rua=mailto:a@reports.example!10m,mailto:b@Reports.example';
  expect(reportHostsIn([outside])).toEqual(['reports.example']);
  const reportHosts = [{ host: 'reports.example', isAuthorized: false }];
  expect(check(`v=DMARC1; p=reject; rua=mailto:a@reports.example`, { reportHosts })).toMatchObject({
    findings: [{ words: expect.stringContaining('shop.example._report._dmarc.reports.example') }],
  });
});
