import { limit, problem, type StandardFinding } from './standard.ts';

/** What a certificate for a logo (VMC or CMC) says; the first of a file is the one, and those after it lead to its root. */
export interface LogoCertificate {
  readonly issuer: string;
  readonly validFrom: Date;
  readonly validTo: Date;
  /** DNS names it is for. */
  readonly names: readonly string[];
  /** It contains a logo (RFC 9399). */
  readonly hasLogotype: boolean;
  /** That logo as SVG; null where it cannot be read. */
  readonly logo: string | null;
  /** Its extended key usage names BIMI. */
  readonly isForBimi: boolean;
  /** Further certificates in the file. */
  readonly authorities: number;
  /** Each is signed by the one after it. */
  readonly isChained: boolean;
}

/** `problem` says in words why it could not be fetched or read. */
export type FetchedCertificate = LogoCertificate | { readonly problem: string };

const soonMs = 30 * 86_400_000;

/** What is wrong with the certificate of a logo. Whether its root is one that mailbox providers accept, only they know. */
export function problemsWithCertificate(domain: string, certificate: FetchedCertificate, now: Date): StandardFinding[] {
  if ('problem' in certificate)
    return [problem('certificate_unreadable', `The certificate could not be read. ${certificate.problem}`)];
  const { validFrom, validTo, names, hasLogotype, isForBimi, authorities, isChained } = certificate;
  const findings: StandardFinding[] = [];
  const day = (at: Date) => at.toISOString().slice(0, 10);
  if (validTo <= now)
    findings.push(problem('certificate_expired', `The certificate expired on ${day(validTo)}. Renew it.`));
  else if (validFrom > now)
    findings.push(problem('certificate_early', `The certificate is valid only from ${day(validFrom)} on.`));
  else if (validTo.getTime() - now.getTime() < soonMs)
    findings.push(limit('certificate_ends', `The certificate expires on ${day(validTo)}. Renew it before.`));
  if (!names.some((name) => isFor(name.toLowerCase(), domain)))
    findings.push(
      problem(
        'certificate_name',
        `The certificate is not for ${domain}${names.length > 0 ? `, but for ${names.join(', ')}` : ''}.`,
      ),
    );
  if (!hasLogotype)
    findings.push(
      problem(
        'no_logotype',
        'The certificate contains no logo. A certificate of a website does not do: order a VMC or CMC.',
      ),
    );
  if (!isForBimi)
    findings.push(
      problem('not_for_bimi', 'The certificate was not issued for logos in mail (extended key usage for BIMI).'),
    );
  if (authorities === 0)
    findings.push(
      problem(
        'no_chain',
        'The file contains only the certificate itself. Append those of the authority, up to the root or just below it.',
      ),
    );
  else if (!isChained)
    findings.push(
      problem(
        'broken_chain',
        'The certificates in the file do not follow from one another. Put each below the one it signs.',
      ),
    );
  return findings;
}

/** Of the domain, of one above it, or of its selector. */
function isFor(name: string, domain: string): boolean {
  const bare = name.replace(/^[a-z0-9-]+\._bimi\./, '');
  return bare === domain || domain.endsWith(`.${bare}`);
}

/** Whether the published logo is the one that was certified. Those who ask for a certificate compare the two. */
export function problemsWithCertifiedLogo(published: string, certified: string): StandardFinding[] {
  if (published === certified) return [];
  if (withoutSpace(published) === withoutSpace(certified))
    return [
      limit(
        'certificate_logo_spacing',
        'The logo at l= differs from the one in the certificate in spaces or line breaks. Some mailbox providers compare the files byte by byte. Publish exactly the file that the certificate was ordered with.',
      ),
    ];
  return [
    problem(
      'certificate_logo',
      'The logo at l= is not the logo in the certificate. Publish the file that the certificate was ordered with, or order a certificate for the new logo.',
    ),
  ];
}

function withoutSpace(svg: string): string {
  return svg.replaceAll(/[\s\u{feff}]+/gu, '');
}
