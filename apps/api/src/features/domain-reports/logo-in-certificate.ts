import 'reflect-metadata'; // @peculiar/x509 wants it loaded before
import { gunzipSync } from 'node:zlib';
import { AsnConvert } from '@peculiar/asn1-schema';
import { LogotypeExtn } from '@peculiar/asn1-x509-logotype';
import * as x509 from '@peculiar/x509';

/** id-pe-logotype (RFC 9399, 4.1). */
const logotypeId = '1.3.6.1.5.5.7.1.12';
/** As large as a published logo may be; a file that unpacks to more is none. */
const mostBytes = 1024 * 1024;

/** Whether a certificate has a logo in it, and the image itself; null where it is not there or cannot be read. */
export interface LogoInCertificate {
  readonly hasLogotype: boolean;
  readonly svg: string | null;
}

/** Reads the logo of the subject (RFC 9399), which VMCs and CMCs hold as a packed `data:` address. Never throws. */
export function logoInCertificate(der: Uint8Array): LogoInCertificate {
  try {
    const extension = new x509.X509Certificate(Buffer.from(der)).getExtension(logotypeId);
    if (!extension) return { hasLogotype: false, svg: null };
    return { hasLogotype: true, svg: imageIn(extension.value) };
  } catch {
    return { hasLogotype: false, svg: null };
  }
}

function imageIn(value: ArrayBuffer): string | null {
  try {
    const { subjectLogo } = AsnConvert.parse(value, LogotypeExtn);
    const address = subjectLogo?.direct?.image?.[0]?.imageDetails.logotypeURI[0] ?? '';
    const [, encoding, content = ''] =
      /^data:[^,;]{0,100}(?:;(?!base64)[^,;]{0,100})*(;base64)?,(.*)$/s.exec(address) ?? [];
    if (content === '') return null;
    const file = encoding ? Buffer.from(content, 'base64') : Buffer.from(decodeURIComponent(content));
    return (isPacked(file) ? gunzipSync(file, { maxOutputLength: mostBytes }) : file).toString('utf8');
  } catch {
    return null;
  }
}

function isPacked(file: Buffer): boolean {
  return file[0] === 0x1f && file[1] === 0x8b;
}
