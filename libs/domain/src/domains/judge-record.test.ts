import { expect, test } from 'vitest';
import {
  compareTexts,
  dkimValue,
  type FoundRecord,
  judgeRecord,
  type NeededRecord,
  nothingFound,
  type Observation,
  type RecordFault,
  recordsToPublish,
  wordsForFault,
} from './index.ts';

const domain = 'shop.example';
// Like real keys: the beginning and end of every RSA-2048 key are the same.
const keyOf = (seed: string) => `MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA${seed.repeat(400).slice(0, 340)}wIDAQAB`;
const [ours, second, former, foreign] = ['Ab1+', 'Cd2/', 'Ef3x', 'Gh4y'].map(keyOf) as [string, string, string, string];

const records = recordsToPublish({
  domain,
  ownershipToken: 'k3n5',
  keys: [
    { selector: 's1', publicKey: ours, isRequired: true },
    { selector: 's2', publicKey: second, isRequired: false },
  ],
  returnPath: { kind: 'installation', host: `bounces.${domain}`, target: 'bounces.engagex.example' },
  needsDmarc: true,
  linksTo: 'mail.engagex.example',
});
const own = recordsToPublish({
  domain,
  ownershipToken: 'k3n5',
  keys: [],
  returnPath: { kind: 'own', host: `bounces.${domain}`, mailServer: 'mx.relay.example', spf: 'include:relay.example' },
  needsDmarc: false,
  linksTo: null,
});
const recordOf = (key: string): NeededRecord => [...records, ...own].find((each) => each.key === key)!;
const around = {
  domain,
  zone: domain,
  selectors: ['s1', 's2'],
  keys: { others: [second], former: [former] },
};
const s1 = recordOf('dkim_s1');
const path = recordOf('return_path');

function judged(record: NeededRecord, seen: Partial<Observation>) {
  const { standing, faults } = judgeRecord(record, { ...nothingFound, ...seen }, around);
  return [standing, ...faults];
}
const texts = (...values: string[]): Partial<Observation> => ({ at: { kind: 'found', values } });
const elsewhere = (name: string, value: string, type: FoundRecord['type'] = 'TXT'): Partial<Observation> => ({
  elsewhere: [{ name, type, value }],
});

test('what is published as it should be has no fault, in any spelling that verifiers read the same way', () => {
  for (const record of records.filter(({ type }) => type === 'TXT'))
    expect(judged(record, texts(record.value)), record.key).toEqual(['published']);
  expect(judged(s1, texts(`k=rsa;p=${ours}`))).toEqual(['published']);
  expect(judged(s1, texts(`v=DKIM1; k=rsa; t=s; n=shop; p=${ours};`))).toEqual(['published']);
  expect(judged(recordOf('ownership'), texts('engagex-verification=another', recordOf('ownership').value))).toEqual([
    'published',
  ]);
  expect(judged(path, texts('bounces.engagex.example'))).toEqual(['published']);
  expect(judged(recordOf('return_path_spf'), texts('v=spf1 ip4:192.0.2.1 include:relay.example ~all'))).toEqual([
    'published',
  ]);
});

test.each<[RecordFault, string, string | readonly string[]]>([
  ['cut_at_255', 'wrong', s1.value.slice(0, 255)],
  ['cut_short', 'wrong', s1.value.slice(0, 300)],
  ['quotes_kept', 'wrong', `"${s1.value}"`],
  ['quotes_kept', 'wrong', `"${s1.value.slice(0, 255)}" "${s1.value.slice(255)}"`],
  ['smart_quotes', 'wrong', `“${s1.value}”`],
  ['line_breaks', 'wrong', `${s1.value.slice(0, 100)}\r\n${s1.value.slice(100)}`],
  ['spaces_inside', 'published', `${s1.value.slice(0, 100)} ${s1.value.slice(100)}`],
  ['backslashes', 'wrong', s1.value.replaceAll(';', String.raw`\;`)],
  ['semicolons_lost', 'wrong', s1.value.replaceAll(';', '')],
  ['case_changed', 'wrong', s1.value.toLowerCase()],
  ['value_twice', 'wrong', `${s1.value} ${s1.value}`],
  ['value_twice', 'wrong', `${s1.value}${s1.value}`],
  ['text_before', 'wrong', `s1._domainkey ${s1.value}`],
  ['trailing_text', 'wrong', `${s1.value} TTL 3600`],
  ['wrong_selector', 'wrong', dkimValue(second)],
  ['old_key', 'wrong', dkimValue(former)],
  ['other_key', 'wrong', dkimValue(foreign)],
  ['other_value', 'wrong', 'google-site-verification=abc'],
  ['key_revoked', 'wrong', 'v=DKIM1; k=rsa; p='],
  ['key_unusable', 'wrong', `v=DKIM1; k=rsa; h=sha1; p=${ours}`],
  ['key_testing', 'published', `v=DKIM1; t=y; p=${ours}`],
  ['two_keys', 'wrong', [s1.value, dkimValue(foreign)]],
])('a key entered with the fault %s is %s', (fault, standing, values) => {
  expect(judged(s1, texts(...[values].flat()))).toEqual([standing, fault]);
});

test.each<[RecordFault, Partial<Observation>]>([
  ['name_doubled', elsewhere(`s1._domainkey.${domain}.${domain}`, s1.value)],
  ['name_without_underscore', elsewhere(`s1.domainkey.${domain}`, s1.value)],
  ['at_apex', elsewhere(domain, s1.value)],
  ['wrong_selector', elsewhere(`s2._domainkey.${domain}`, s1.value)],
  ['not_delegated', { isDelegated: false }],
])('a key that is somewhere else is missing, with the fault %s', (fault, seen) => {
  expect(judged(s1, seen)).toEqual(['missing', fault]);
});

test('a key below a wildcard or an alias is wrong, and one that nobody published is missing without a fault', () => {
  expect(judged(s1, { ...texts('v=spf1 -all'), wildcard: ['v=spf1 -all'] })).toEqual(['wrong', 'wildcard']);
  const alias = { name: s1.name, type: 'CNAME', value: 's1.domainkey.other.example' } as const;
  expect(judged(s1, { beside: [alias] })).toEqual(['wrong', 'cname_elsewhere']);
  expect(judged(s1, {})).toEqual(['missing']);
  expect(judged(s1, elsewhere(domain, 'v=spf1 -all'))).toEqual(['missing']);
});

test('a subdomain whose records were entered without it is recognised in the zone above', () => {
  const news = { ...around, domain: 'news.shop.example' };
  const record = { ...s1, name: 's1._domainkey.news.shop.example' };
  const seen = { ...nothingFound, ...elsewhere('s1._domainkey.shop.example', s1.value) };
  expect(judgeRecord(record, seen, news).faults).toEqual(['name_too_short']);
});

const target = [
  { name: path.value, type: 'MX', value: '10 mx.engagex.example' },
  { name: path.value, type: 'TXT', value: 'v=spf1 ip4:192.0.2.1 -all' },
] as const satisfies readonly FoundRecord[];

test.each<[string, RecordFault, Partial<Observation>]>([
  ['wrong', 'cname_elsewhere', texts('bounces.other.example')],
  ['wrong', 'target_doubled', texts('bounces.engagex.example.shop.example')],
  [
    'wrong',
    'cname_beside_others',
    { ...texts(path.value), atTarget: target, beside: [...target, { ...target[1], value: 'v=spf1 -all' }] },
  ],
  ['published', 'cname_flattened', { atTarget: target, beside: target }],
  ['wrong', 'cname_proxied', { atTarget: target, beside: [{ name: path.name, type: 'A', value: '198.51.100.1' }] }],
  ['wrong', 'wrong_type', { atTarget: target, beside: [{ name: path.name, type: 'TXT', value: path.value }] }],
  ['missing', 'name_doubled', elsewhere(`bounces.${domain}.${domain}`, path.value, 'CNAME')],
])('an alias is %s with the fault %s', (standing, fault, seen) => {
  expect(judged(path, seen)).toEqual([standing, fault]);
});

test('exchanges and SPF of a return path of one’s own are looked at for what they must have', () => {
  const mx = recordOf('return_path_mx');
  const spf = recordOf('return_path_spf');
  expect(judged(mx, texts('20 mx.relay.example'))).toEqual(['published']);
  expect(judged(mx, texts('10 mx.relay.example', '20 mx.other.example'))).toEqual(['published', 'mx_beside_others']);
  expect(judged(mx, texts('10 mx.other.example'))).toEqual(['wrong', 'mx_elsewhere']);
  expect(judged(mx, texts('10 mx.relay.example.shop.example'))).toEqual(['wrong', 'target_doubled']);
  expect(judged(spf, texts('v=spf1 -all'))).toEqual(['wrong', 'spf_without_us']);
  expect(judged(spf, texts(spf.value, 'v=spf1 -all'))).toEqual(['wrong', 'two_spf']);
  expect(judged(spf, texts('hello'))).toEqual(['wrong', 'spf_missing']);
  expect(judged(spf, texts(`"${spf.value}"`))).toEqual(['wrong', 'quotes_kept']);
});

test('name servers that do not answer say nothing about any record', () => {
  for (const record of [...records, ...own])
    expect(judged(record, { at: { kind: 'unreachable', because: 'SERVFAIL' }, isDelegated: false })).toEqual([
      'unreachable',
    ]);
});

test('the comparison shows exactly which characters are missing or too many', () => {
  expect(compareTexts('v=DKIM1; p=abc', '"v=DKIM1; p=ab"')).toEqual([
    { kind: 'extra', text: '"' },
    { kind: 'same', text: 'v=DKIM1; p=ab' },
    { kind: 'missing', text: 'c' },
    { kind: 'extra', text: '"' },
  ]);
  const long = compareTexts(s1.value, 'x'.repeat(100_000));
  expect(long.map(({ kind }) => kind)).toEqual(['missing', 'extra']);
});

test('the words of a fault name the record and what was found', () => {
  const record = {
    ...s1,
    nameInZone: 's1._domainkey',
    domain,
    found: { name: `${s1.name}.${domain}`, value: s1.value },
  };
  expect(wordsForFault('name_doubled', record)).toBe(
    'The name got your domain twice: the record is at s1._domainkey.shop.example.shop.example. Your DNS host adds the domain itself, so enter s1._domainkey as the name.',
  );
});
