import { expect, test } from 'vitest';
import { createAuthority } from '../../testing/certificates.ts';
import { readLogoCertificate } from './logo-certificate.ts';

const authority = createAuthority();

test('a certificate for a logo is read with its names, its times, and whether the authorities after it signed it', () => {
  const validUntil = new Date('2027-03-01T00:00:00Z');
  const { cert } = authority.certify({
    hosts: ['shop.example', 'www.shop.example'],
    validUntil,
    logo: '<svg>Shop</svg>',
  });
  const read = readLogoCertificate(`${cert}\n${authority.cert}`);
  expect(read).toMatchObject({
    issuer: expect.stringContaining('Test authority'),
    validTo: validUntil,
    names: ['shop.example', 'www.shop.example'],
    hasLogotype: true,
    logo: '<svg>Shop</svg>',
    isForBimi: true,
    authorities: 1,
    isChained: true,
  });
  expect(readLogoCertificate(`${cert}\n${createAuthority().cert}`)).toMatchObject({ isChained: false });
  expect(readLogoCertificate(cert)).toMatchObject({ authorities: 0 });
});

test('the certificate of a website has neither a logo nor the usage', () => {
  const { cert } = authority.certify({ hosts: ['shop.example'] });
  expect(readLogoCertificate(cert)).toMatchObject({ hasLogotype: false, logo: null, isForBimi: false });
});

test('a logo that unpacks to more than a megabyte is not read', () => {
  const { cert } = authority.certify({ hosts: ['shop.example'], logo: 'x'.repeat(1024 * 1024 + 1) });
  expect(readLogoCertificate(cert)).toMatchObject({ hasLogotype: true, logo: null });
});

test.each([
  ['<html>Not found</html>', 'no certificate'],
  ['', 'no certificate'],
  ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', 'not a valid certificate'],
  [authority.cert.repeat(11), 'more than 10'],
])('a file that is no chain of certificates is named as such: %.30s', (pem, words) => {
  expect(readLogoCertificate(pem)).toEqual({ problem: expect.stringContaining(words) });
});
