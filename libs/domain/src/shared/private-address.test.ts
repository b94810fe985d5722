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
  for (const address of ['1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '::ffff:8.8.8.8', '::2'])
    expect(isPrivateAddress(address), address).toBe(false);
});
