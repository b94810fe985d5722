import { expect, test } from 'vitest';
import { createAuthority } from '../../testing/certificates.ts';
import { readLogoCertificate } from './logo-certificate.ts';

const authority = createAuthority();

test('a certificate for a logo is read with its names, its times, and whether the authorities after it signed it', () => {
  const validUntil = new Date('2027-03-01T00:00:00Z');
  const { cert } = authority.certify({ hosts: ['shop.example', 'www.shop.example'], validUntil, isForLogo: true });
  const read = readLogoCertificate(`${cert}\n${authority.cert}`);
  expect(read).toMatchObject({
    issuer: expect.stringContaining('Test authority'),
    validTo: validUntil,
    names: ['shop.example', 'www.shop.example'],
    hasLogotype: true,
    isForBimi: true,
    authorities: 1,
    isChained: true,
  });
  expect(readLogoCertificate(`${cert}\n${createAuthority().cert}`)).toMatchObject({ isChained: false });
  expect(readLogoCertificate(cert)).toMatchObject({ authorities: 0 });
});

test('the certificate of a website has neither a logo nor the usage', () => {
  const { cert } = authority.certify({ hosts: ['shop.example'] });
  expect(readLogoCertificate(cert)).toMatchObject({ hasLogotype: false, isForBimi: false });
});

test.each([
  ['<html>Not found</html>', 'no certificate'],
  ['', 'no certificate'],
  ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', 'not a valid certificate'],
  [authority.cert.repeat(11), 'more than 10'],
])('a file that is no chain of certificates is named as such: %.30s', (pem, words) => {
  expect(readLogoCertificate(pem)).toEqual({ problem: expect.stringContaining(words) });
});
