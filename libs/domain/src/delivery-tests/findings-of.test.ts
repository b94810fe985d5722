import { expect, test } from 'vitest';
import {
  type ArrivedFacts,
  type DeliveryTestFacts,
  failuresToAccept,
  type FindingName,
  findingsOf,
  verdictOf,
} from './index.ts';

const token = 'a'.repeat(39);
const fields = [
  'from',
  'to',
  'reply-to',
  'subject',
  'date',
  'message-id',
  'mime-version',
  'content-type',
  'list-unsubscribe',
  'list-unsubscribe-post',
  'cfbl-address',
];
const seen: ArrivedFacts = {
  mailFrom: `${token}@bounces.shop.example`,
  from: 'hello@shop.example',
  ip: '192.0.2.1',
  helo: 'relay.example',
  tls: 'TLSv1.3',
  dkim: [{ domain: 'shop.example', selector: 's1', result: 'pass', comment: '', isAligned: true, fields }],
  spf: { result: 'pass', domain: 'bounces.shop.example' },
  dmarc: { result: 'pass', policy: 'none', isSpfAligned: true },
  messageId: '<p1@shop.example>',
  fields,
  complaintAddress: `fbl-${token}@bounces.shop.example`,
  changedLinks: [],
};
const handed = new Date('2026-11-30T12:00:01Z');
const probe = {
  state: 'accepted',
  response: '250 queued',
  returnPath: 'ours',
  refusal: null,
  encryption: { protocol: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', isLocal: false },
  handedAt: handed,
  cameAt: new Date('2026-11-30T12:00:42Z'),
  isOverdue: false,
} as const;
const good: DeliveryTestFacts = {
  domain: 'shop.example',
  sender: 'hello@shop.example',
  transport: '“Relay”',
  inboundHost: 'bounces.engagex.example',
  provider: null,
  records: { records: [], spfFaults: [], dmarcPolicy: 'none' },
  arrival: { ...probe, id: 'p1', seen },
  bounce: { ...probe, seen: { status: '5.1.1', words: '550 refused' } },
};
const arriving = (some: Partial<ArrivedFacts>): DeliveryTestFacts => ({
  ...good,
  arrival: { ...probe, id: 'p1', seen: { ...seen, ...some } },
});
const verdict = (facts: DeliveryTestFacts, name: FindingName) =>
  findingsOf(facts).find((finding) => finding.name === name)?.verdict;
const words = (facts: DeliveryTestFacts, name: FindingName) =>
  findingsOf(facts).find((finding) => finding.name === name)?.words;

test('all is well when everything came back as it left', () => {
  const findings = findingsOf(good);
  expect(findings.map((each) => `${each.name} ${each.verdict}`).filter((each) => !each.endsWith('pass'))).toEqual([]);
  expect(verdictOf(findings)).toBe('pass');
  expect(words(good, 'bounce')).toBe('Your bounce came back after 41 s.');
});

test('before anything happened, nothing is known and nothing failed', () => {
  const facts = { ...good, records: null, arrival: null, bounce: null };
  expect(new Set(findingsOf(facts).map((each) => each.verdict))).toEqual(new Set(['unknown']));
});

test('an installation that takes no mail is told what to set, and the records are checked all the same', () => {
  const findings = findingsOf({ ...good, inboundHost: null, arrival: null, bounce: null });
  expect(findings.map((each) => `${each.name} ${each.verdict}`)).toEqual(['inbound_host warn', 'records pass']);
  expect(findings[0]?.words).toContain('BOUNCE_HOST');
});

test('the worst come first', () => {
  const findings = findingsOf(arriving({ messageId: '<x@relay.example>', fields: [] }));
  expect(findings.slice(0, 2).map(({ name }) => name)).toEqual(['one_click', 'message_id']);
});

const signature = seen.dkim[0]!;
test.each<[string, Partial<ArrivedFacts>, FindingName, string]>([
  ['neither is aligned', { dkim: [], dmarc: { ...seen.dmarc, isSpfAligned: false } }, 'dmarc', 'fail'],
  ['no policy applies', { dmarc: { ...seen.dmarc, policy: null } }, 'dmarc', 'warn'],
  ['only SPF is aligned', { dkim: [] }, 'dmarc', 'warn'],
  ['only DKIM is aligned', { spf: { result: 'fail', domain: 'relay.example' } }, 'dmarc', 'warn'],
  ['the signature is broken', { dkim: [{ ...signature, result: 'fail' }] }, 'signature', 'fail'],
  ['the key could not be asked for', { dkim: [{ ...signature, result: 'temperror' }] }, 'signature', 'unknown'],
  ['another domain signed', { dkim: [{ ...signature, isAligned: false }] }, 'signature', 'fail'],
  ['nobody signed', { dkim: [] }, 'signature', 'fail'],
  ['One-Click is not signed', { dkim: [{ ...signature, fields: ['from', 'list-unsubscribe'] }] }, 'one_click', 'fail'],
  ['the subject is not signed', { dkim: [{ ...signature, fields: ['from'] }] }, 'signed_fields', 'warn'],
  ['a link was rewritten', { changedLinks: ['https://click.example/'] }, 'links', 'warn'],
  ['the return path is another', { mailFrom: 'bounce@relay.example' }, 'return_path', 'warn'],
  ['the return path is empty', { mailFrom: '' }, 'return_path', 'warn'],
])('where %s, that is what is found', (_, some, name, expected) => {
  expect(verdict(arriving(some), name)).toBe(expected);
});

test('a bounce that did not come fails where our return path was kept, and is a warning where it was not', () => {
  const missing = { ...probe, cameAt: null, isOverdue: true, seen: null };
  expect(verdict({ ...good, bounce: missing }, 'bounce')).toBe('fail');
  const refused = { ...good, arrival: { ...probe, id: 'p1', seen, returnPath: 'refused' as const }, bounce: missing };
  expect(verdict(refused, 'bounce')).toBe('warn');
  expect(words(refused, 'return_path')).toContain('Bounces go to hello@shop.example instead.');
});

test('a relay that refuses the bad address during the hand-over has nothing to bounce', () => {
  const response = '550 5.1.1 This address refuses all mail: it is for tests of bounces';
  const bounce = { ...probe, state: 'not_taken', cameAt: null, response, seen: null } as const;
  expect(verdict({ ...good, bounce }, 'bounce')).toBe('pass');
});

test('unencrypted is a warning, except on the same machine', () => {
  const by = (isLocal: boolean) => ({
    ...good,
    arrival: { ...probe, id: 'p1', seen, encryption: { protocol: null, cipher: null, isLocal } },
  });
  expect([verdict(by(false), 'encryption'), verdict(by(true), 'encryption')]).toEqual(['warn', 'pass']);
});

test('a provider with return paths of its own is not asked for a bounce', () => {
  const facts = { ...good, provider: 'SendGrid', bounce: null };
  expect([verdict(facts, 'return_path'), verdict(facts, 'bounce')]).toEqual(['pass', 'pass']);
});

test('what has to be accepted is certain: messages that cannot be verified, and bounces that are lost', () => {
  const names = (facts: DeliveryTestFacts) => failuresToAccept(findingsOf(facts)).map(({ name }) => name);
  const lost = { ...probe, cameAt: null, isOverdue: true };
  const spf = { result: 'fail', domain: 'relay.example' };
  const dmarc = { result: 'fail', policy: 'none', isSpfAligned: false };
  const dkim = seen.dkim.map((each) => ({ ...each, result: 'fail' }));
  expect(names(good)).toEqual([]);
  expect(names({ ...good, bounce: { ...lost, seen: null } })).toEqual(['bounce']);
  expect(names({ ...good, arrival: { ...lost, id: 'p1', seen: null }, bounce: { ...lost, seen: null } })).toEqual([]);
  expect(names(arriving({ dkim, spf, dmarc }))).toEqual(['dmarc']);
  expect(names(arriving({ dkim }))).toEqual([]); // DMARC passes by SPF
  expect(names({ ...good, arrival: { ...good.arrival!, state: 'not_taken', seen: null, cameAt: null } })).toEqual([]);
});

test('what the DNS did not answer is not known to fail', () => {
  const spf = { result: 'temperror', domain: 'bounces.shop.example' };
  const dmarc = { result: 'fail', policy: 'none', isSpfAligned: true };
  const dkim = seen.dkim.map((each) => ({ ...each, result: 'temperror' }));
  expect(verdict(arriving({ dkim, spf, dmarc }), 'dmarc')).toBe('unknown');
});

test('complaints are reported only to an address whose domain signed it', () => {
  const elsewhere = `fbl-${token}@bounces.engagex.example`;
  const signedBy = (domain: string) => ({ ...seen.dkim[0]!, domain, isAligned: false });
  expect(verdict(good, 'complaints')).toBe('pass');
  expect(verdict(arriving({ complaintAddress: null }), 'complaints')).toBe('warn');
  const dkim = seen.dkim.map((each) => ({ ...each, fields: ['from'] }));
  expect(words(arriving({ dkim }), 'complaints')).toContain('No valid signature covers');
  expect(words(arriving({ complaintAddress: elsewhere }), 'complaints')).toContain('Publish the return path record');
  const both = [...seen.dkim, signedBy('engagex.example')];
  expect(verdict(arriving({ complaintAddress: elsewhere, dkim: both }), 'complaints')).toBe('pass');
  const lookalike = [signedBy('gagex.example')];
  expect(verdict(arriving({ complaintAddress: elsewhere, dkim: lookalike }), 'complaints')).toBe('warn');
  expect(verdict({ ...good, provider: 'SendGrid' }, 'complaints')).toBe('pass');
});
