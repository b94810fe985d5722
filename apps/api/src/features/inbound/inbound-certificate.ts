import 'reflect-metadata'; // @peculiar/x509 wants it loaded before
import { readFile } from 'node:fs/promises';
import * as x509 from '@peculiar/x509';
import type { Config } from '../../config.ts';

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

const dayMs = 86_400_000;
/** A process does not run for as long. */
const validDays = 5 * 365;

/** The certificate that the settings name, or one made now. */
export async function inboundCertificate(
  config: Pick<Config, 'INBOUND_CERTIFICATE_FILE' | 'INBOUND_KEY_FILE' | 'BOUNCE_HOST'>,
): Promise<Certificate> {
  const { INBOUND_CERTIFICATE_FILE: certFile, INBOUND_KEY_FILE: keyFile, BOUNCE_HOST: host = 'localhost' } = config;
  if (!certFile || !keyFile) return selfSigned(host);
  const [cert, key] = await Promise.all([readFile(certFile, 'utf8'), readFile(keyFile, 'utf8')]);
  return { cert, key };
}

/**
 * Signed by itself: mail servers encrypt towards whoever takes their mail without asking who that is (RFC 7435), unless MTA-STS
 * or DANE says otherwise.
 */
async function selfSigned(host: string): Promise<Certificate> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [host] }],
    notBefore: new Date(Date.now() - dayMs),
    notAfter: new Date(Date.now() + validDays * dayMs),
    signingAlgorithm: algorithm,
    keys,
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: host }])],
  });
  const key = x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
  return { cert: certificate.toString('pem'), key };
}
