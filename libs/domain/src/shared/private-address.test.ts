import { expect, test } from 'vitest';
import { isPrivateAddress } from './private-address.ts';

test('private addresses are known in every spelling', () => {
  for (const address of [
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '255.255.255.255',
    '::1',
    '0:0:0:0:0:0:0:1',
    '::',
    'fd00::1',
    'FE80::1',
    'ff02::1',
    '64:ff9b::7f00:1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    'fe80::1%eth0',
    '1.2.3.256',
    'not an address',
  ])
    expect(isPrivateAddress(address), address).toBe(true);
  for (const address of ['1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450::1', '::ffff:8.8.8.8'])
    expect(isPrivateAddress(address), address).toBe(false);
});

test('addresses of IPv6 that carry one of IPv4, or lead nowhere, are not the Internet', () => {
  for (const address of [
    '2002:7f00:1::', // 6to4 of 127.0.0.1
    '2002:a00:1::1',
    '64:ff9b::a00:1', // NAT64
    '64:ff9b:1::7f00:1', // NAT64 for local use
    '64:ff9b:1:ffff::1',
    '::7f00:1', // IPv4-compatible
    '::127.0.0.1',
    '::2',
    '2001::1', // Teredo
    '2001:0:53aa:64c::7f00:1',
    'fec0::1', // site-local
    'feff::1',
    '100::1', // discard
    '2001:10::1', // ORCHID
    '2001:2f::1', // ORCHIDv2
    '2001:2::1', // benchmarking
    '2001:db8::1', // documentation
    '3fff:fff::1',
    '5f00::1', // SRv6
    '::ffff:0:127.0.0.1', // IPv4-translated
    'ff0e::1',
    '192.0.2.1',
    '198.51.100.1',
    '203.0.113.1',
    '192.88.99.1',
    '::ffff:192.0.2.1',
  ])
    expect(isPrivateAddress(address), address).toBe(true);
  for (const address of ['2001:200::1', '2001:4860:4860::8888', '2003::1', '2400:cb00::1', '64.233.160.1'])
    expect(isPrivateAddress(address), address).toBe(false);
});
