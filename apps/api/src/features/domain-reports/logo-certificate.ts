import { X509Certificate } from 'node:crypto';
import type { FetchedCertificate } from '@engagex/domain/domain-reports';
import { logoInCertificate } from './logo-in-certificate.ts';

const mostCertificates = 10;
/** id-kp-BrandIndicatorforMessageIdentification. */
const forBimi = '1.3.6.1.5.5.7.3.31';

/** What the certificate of a logo says: the first of a PEM file. Whoever signed the last is not looked up. */
export function readLogoCertificate(pem: string): FetchedCertificate {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) return { problem: 'The file contains no certificate in PEM format.' };
  if (blocks.length > mostCertificates)
    return { problem: `The file contains more than ${mostCertificates} certificates.` };
  let chain: X509Certificate[];
  try {
    chain = blocks.map((block) => new X509Certificate(block));
  } catch {
    return { problem: 'The file contains something that is not a valid certificate.' };
  }
  const [own, ...authorities] = chain;
  const { hasLogotype, svg } = logoInCertificate(own!.raw);
  return {
    issuer: own!.issuer, // there is at least one
    validFrom: own!.validFromDate,
    validTo: own!.validToDate,
    names: [...(own!.subjectAltName ?? '').matchAll(/DNS:([^,\s"]+)/g)].map(([, name = '']) => name),
    hasLogotype,
    logo: svg,
    isForBimi: own!.keyUsage?.includes(forBimi) ?? false,
    authorities: authorities.length,
    isChained: authorities.every((authority, index) => isSignedBy(chain[index]!, authority)),
  };
}

function isSignedBy(certificate: X509Certificate, authority: X509Certificate): boolean {
  try {
    return certificate.checkIssued(authority) && certificate.verify(authority.publicKey);
  } catch {
    return false; // a key of a kind that cannot be verified with
  }
}
