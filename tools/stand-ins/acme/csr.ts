/** A request for a certificate (RFC 2986), as far as an authority that believes nothing has to read it. */
import { createPublicKey, type KeyObject, verify } from 'node:crypto';

interface Element {
  readonly tag: number;
  readonly whole: Buffer;
  readonly content: Buffer;
}

export interface CertificateRequest {
  readonly publicKey: KeyObject;
  /** DNS names it asks for. */
  readonly hosts: readonly string[];
}

/** Throws when it is not signed with the key that it names. */
export function readCertificateRequest(der: Buffer): CertificateRequest {
  const [info, , signature] = elementsIn(elementsIn(der)[0]!.content);
  const [, , spki, attributes] = elementsIn(info!.content);
  const publicKey = createPublicKey({ key: spki!.whole, format: 'der', type: 'spki' });
  const bits = signature!.content.subarray(1); // behind the number of unused bits
  if (!verify('sha256', info!.whole, publicKey, bits)) throw new Error('The signature is wrong.');
  return { publicKey, hosts: attributes ? namesIn(attributes.content) : [] };
}

/** Context tag 2 in whatever is inside: dNSName of a subjectAltName (RFC 5280, 4.2.1.6). */
function namesIn(content: Buffer): string[] {
  return elementsIn(content).flatMap((element) => {
    if (element.tag === 0x82) return [element.content.toString('latin1').toLowerCase()];
    if (element.tag === 0x04 || (element.tag & 0x20) !== 0) return namesIn(element.content);
    return [];
  });
}

function elementsIn(der: Buffer): Element[] {
  const found: Element[] = [];
  for (let at = 0; at < der.length;) {
    const short = der[at + 1] ?? 0;
    const sizeBytes = short < 0x80 ? 0 : short & 0x7f;
    const length = sizeBytes === 0 ? short : der.readUIntBE(at + 2, sizeBytes);
    const begin = at + 2 + sizeBytes;
    const end = begin + length;
    found.push({ tag: der[at] ?? 0, whole: der.subarray(at, end), content: der.subarray(begin, end) });
    at = end;
  }
  return found;
}
