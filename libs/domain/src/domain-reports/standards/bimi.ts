import {
  type CheckedStandard,
  limit,
  ofVersion,
  problem,
  stateOf,
  type StandardFinding,
  tagsOf,
  type Texts,
  unanswered,
} from './standard.ts';
import { type FetchedCertificate, problemsWithCertificate, problemsWithCertifiedLogo } from './bimi-certificate.ts';
import { problemsWithLogo } from './bimi-logo.ts';

/** What was found of the logo; `problem` says in words why it could not be fetched. */
export type FetchedLogo = { readonly svg: string; readonly bytes: number } | { readonly problem: string };

export interface BimiFacts {
  readonly domain: string;
  /** TXT records of `default._bimi` below the domain. */
  readonly texts: Texts;
  /** Null when it was not asked for. */
  readonly logo: FetchedLogo | null;
  /** The same of the certificate. */
  readonly certificate: FetchedCertificate | null;
  readonly now: Date;
  /** The policy of DMARC at the domain; null when there is none, or when nobody answered. */
  readonly dmarc: { readonly p: string; readonly pct: string | null } | null;
}

/** Where the logo is, if the record has a usable address. */
export function logoAddressIn(texts: Texts): string | null {
  return addressIn(texts, 'l');
}

/** The same of the certificate. */
export function certificateAddressIn(texts: Texts): string | null {
  return addressIn(texts, 'a');
}

function addressIn(texts: Texts, tag: 'l' | 'a'): string | null {
  const [record] = ofVersion(texts ?? [], 'BIMI1');
  const address = record === undefined ? '' : (tagsOf(record).get(tag) ?? '');
  return /^https:\/\/\S+$/i.test(address) ? address : null;
}

/** BIMI: the logo that mailbox providers show beside authenticated mail (draft-brand-indicators-for-message-identification). */
export function checkBimi({ domain, texts, logo, certificate, dmarc, now }: BimiFacts): CheckedStandard {
  const records = ofVersion(texts ?? [], 'BIMI1');
  const [record] = records;
  if (texts === null || record === undefined)
    return unanswered(
      'bimi',
      texts,
      `No logo is published. BIMI shows your logo beside mail from ${domain}; it needs a DMARC policy of quarantine or reject, an SVG logo and, for Gmail and Apple Mail, a certificate (VMC or CMC).`,
    );
  const tags = tagsOf(record);
  const declines = tags.get('l') === '' && (tags.get('a') ?? '') === '';
  if (declines && records.length === 1)
    return {
      standard: 'bimi',
      state: 'absent',
      record,
      summary: 'The record says that no logo is to be shown.',
      findings: [],
    };
  const findings: StandardFinding[] = [];
  if (records.length > 1)
    findings.push(problem('several_records', 'There are several records, so no logo is shown. Keep one.'));
  if (logoAddressIn(texts) === null)
    findings.push(problem('no_logo_url', 'The record needs l= with the https:// address of the logo.'));
  else if (logo && 'problem' in logo)
    findings.push(problem('logo_unreachable', `The logo could not be fetched. ${logo.problem}`));
  else if (logo) findings.push(...problemsWithLogo(logo.svg, logo.bytes));
  findings.push(...problemsWithPolicy(dmarc));
  if ((tags.get('a') ?? '') === '')
    findings.push(
      limit(
        'no_certificate',
        'Without a certificate (VMC or CMC, in a=) Gmail and Apple Mail show no logo; Yahoo may.',
      ),
    );
  else if (certificateAddressIn(texts) === null)
    findings.push(problem('bad_certificate_url', 'a= must be the https:// address of the certificate.'));
  else if (certificate) {
    findings.push(...problemsWithCertificate(domain, certificate, now));
    const certified = 'problem' in certificate ? null : certificate.logo;
    if (certified !== null && logo && 'svg' in logo) findings.push(...problemsWithCertifiedLogo(logo.svg, certified));
  }
  const state = stateOf(findings);
  const summaries = {
    working: 'The logo can be shown. Mailbox providers also look at your reputation.',
    limited: 'The logo can be shown by some mailbox providers.',
    broken: 'No logo is shown.',
  };
  return { standard: 'bimi', state, record, summary: summaries[state], findings };
}

function problemsWithPolicy(dmarc: BimiFacts['dmarc']): StandardFinding[] {
  if (dmarc === null)
    return [
      problem('no_dmarc', 'BIMI needs a DMARC policy of quarantine or reject, and none was found at this domain.'),
    ];
  if (dmarc.p === 'none')
    return [problem('dmarc_none', 'The DMARC policy is none. A logo is shown only with quarantine or reject.')];
  if (dmarc.p === 'quarantine' && dmarc.pct !== null && dmarc.pct !== '100')
    return [problem('dmarc_pct', 'The DMARC policy covers only a part of the mail (pct). Remove pct.')];
  return [];
}
