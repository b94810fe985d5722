import 'reflect-metadata'; // @peculiar/asn1-schema wants it loaded before
import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign, X509Certificate } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { AsnConvert } from '@peculiar/asn1-schema';
import { LogotypeData, LogotypeDetails, LogotypeExtn, LogotypeImage, LogotypeInfo } from '@peculiar/asn1-x509-logotype';

/** What a TLS server needs to prove who it is. */
export interface ServerIdentity {
  readonly key: string;
  readonly cert: string;
}

interface Certified {
  /** Names and IPv4 addresses that the certificate is for. */
  readonly hosts: readonly string[];
  readonly validUntil?: Date;
  readonly keyType?: 'ec' | 'rsa';
  /** This SVG in it, for BIMI: as a mark authority issues it. */
  readonly logo?: string;
}

const day = 86_400_000;

/** An authority made for one test run; nobody trusts it before they are told to. */
export function createAuthority() {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = `Test authority ${randomBytes(4).toString('hex')}`;
  const make = (subject: string, publicKey: KeyObject, validUntil: Date, extensions: readonly Buffer[]) =>
    pemOf(certificateOf({ issuer: name, subject, publicKey, validUntil, extensions }, keys.privateKey));
  const own = extension('2.5.29.19', sequence(der(0x01, Buffer.from([0xff])))); // basicConstraints: may certify others
  function certifyKey({
    hosts,
    validUntil = new Date(Date.now() + day),
    logo,
    publicKey,
  }: Certified & { readonly publicKey: KeyObject }): string {
    const names = extension('2.5.29.17', sequence(...hosts.map(alternativeName)));
    return make('Test server', publicKey, validUntil, [names, ...(logo === undefined ? [] : logoExtensions(logo))]);
  }
  return {
    cert: make(name, keys.publicKey, new Date(Date.now() + day), [own]),
    certify({ keyType = 'ec', ...certified }: Certified): ServerIdentity {
      const { privateKey } =
        keyType === 'rsa'
          ? generateKeyPairSync('rsa', { modulusLength: 2048 })
          : generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const cert = certifyKey({ ...certified, publicKey: createPublicKey(privateKey) });
      return { key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), cert };
    },
    /** Of a key that somebody else keeps. */
    certifyKey,
  };
}

interface ToSign {
  readonly issuer: string;
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly validUntil: Date;
  readonly extensions: readonly Buffer[];
}

/** RFC 5280, 4.1. Node reads certificates and makes none. */
function certificateOf({ issuer, subject, publicKey, validUntil, extensions }: ToSign, authority: KeyObject): Buffer {
  const algorithm = sequence(objectId('1.2.840.10045.4.3.2')); // ecdsa-with-SHA256
  const serial = Buffer.concat([Buffer.from([0x01]), randomBytes(8)]);
  const validity = sequence(time(new Date(Math.min(validUntil.getTime(), Date.now()) - 30 * day)), time(validUntil));
  const toSign = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))), // version 3
    der(0x02, serial),
    algorithm,
    nameOf(issuer),
    validity,
    nameOf(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  );
  return sequence(toSign, algorithm, bits(sign('sha256', toSign, authority)));
}

function pemOf(certificate: Buffer): string {
  return new X509Certificate(certificate).toString();
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

function bits(content: Buffer): Buffer {
  return der(0x03, Buffer.concat([Buffer.from([0]), content]));
}

function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...others] = dotted.split('.').map(Number);
  const base128 = (value: number): number[] =>
    value < 0x80 ? [value] : [...base128(value >> 7).map((byte) => byte | 0x80), value & 0x7f];
  return der(0x06, Buffer.from([first * 40 + second, ...others.flatMap(base128)]));
}

function nameOf(commonName: string): Buffer {
  return sequence(der(0x31, sequence(objectId('2.5.4.3'), der(0x0c, Buffer.from(commonName)))));
}

/** UTCTime: enough until 2050. */
function time(date: Date): Buffer {
  return der(0x17, Buffer.from(`${date.toISOString().replaceAll(/[-:T]/g, '').slice(2, 14)}Z`));
}

function extension(id: string, value: Buffer): Buffer {
  return sequence(objectId(id), der(0x04, value));
}

function logoExtensions(svg: string): readonly Buffer[] {
  const address = `data:image/svg+xml;base64,${gzipSync(svg).toString('base64')}`;
  const imageDetails = new LogotypeDetails({ mediaType: 'image/svg+xml', logotypeHash: [], logotypeURI: [address] });
  const direct = new LogotypeData({ image: [new LogotypeImage({ imageDetails })] });
  const logotype = new LogotypeExtn({ subjectLogo: new LogotypeInfo({ direct }) });
  return [
    extension('2.5.29.37', sequence(objectId('1.3.6.1.5.5.7.3.31'))), // extended key usage: BIMI
    extension('1.3.6.1.5.5.7.1.12', Buffer.from(AsnConvert.serialize(logotype))),
  ];
}

function alternativeName(host: string): Buffer {
  const address = /^\d+(\.\d+){3}$/.test(host);
  return address ? der(0x87, Buffer.from(host.split('.').map(Number))) : der(0x82, Buffer.from(host));
}
