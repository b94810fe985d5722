import { expect, test } from 'vitest';
import { checkBimi, logoAddressIn } from './bimi.ts';
import { checkMtaSts } from './mta-sts.ts';
import { checkTlsRpt } from './tls-rpt.ts';

const domain = 'shop.example';
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
  const check = (changed: object) => checkBimi({ domain, texts, dmarc, logo: { svg, bytes: svg.length }, ...changed });
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
