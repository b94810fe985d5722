import { expect, test } from 'vitest';
import {
  addressIn,
  addressKey,
  comparedAddress,
  domainName,
  emailAddress,
  hasUnusualDots,
  problemWithAddress,
  quotedAddress,
  spelledAddress,
} from './email-address.ts';

test.for([
  ['ada@mail.example', 'ada@mail.example'],
  ['info@münchen.example', 'info@xn--mnchen-3ya.example'],
  ['info@MÜNCHEN.example', 'info@xn--mnchen-3ya.example'],
  ['info@mu\u0308nchen.example', 'info@xn--mnchen-3ya.example'],
  ['ada\u200b@mail.example\ufeff', 'ada@mail.example'],
  ['ada@ma\u00adil.example', 'ada@mail.example'],
  ['\u00a0ada@mail.example\u00a0', 'ada@mail.example'],
  ['ada＠mail.example', 'ada@mail.example'],
  ['ａｄａ@mail。example', 'ada@mail.example'],
  ['ada@日本.example', 'ada@xn--wgv71a.example'],
])('an address is stored in one spelling: %s', ([typed = '', stored]) => {
  expect(spelledAddress(typed)).toBe(stored);
  expect(emailAddress.parse(typed)).toBe(stored);
  expect(comparedAddress.parse(typed)).toBe(addressKey(stored ?? ''));
  expect(spelledAddress(spelledAddress(typed))).toBe(stored);
});

test('a domain that would lead elsewhere when it were a web address is no domain', () => {
  for (const domain of ['a@ü.example/x', 'a@ü.example:80', 'a@ü.example?b', 'a@ü.example#c', 'a@ü exa.mple', 'a@[ü]'])
    expect(problemWithAddress(spelledAddress(domain)), domain).not.toBeNull();
  expect(domainName('No.').parse(' BÜCHER.example ')).toBe('xn--bcher-kva.example');
  expect(domainName('No.').safeParse('ü.example/x').success).toBe(false);
});

test.for([
  ["'ada@mail.example", 'ada@mail.example', null],
  ['Ada L <ada@mail.example>', 'ada@mail.example', null],
  ['"Lovelace, Ada" <ada@mail.example>', 'ada@mail.example', null],
  ['<ada@mail.example>', 'ada@mail.example', null],
  ['mailto:ada@mail.example', 'ada@mail.example', null],
  ['MAILTO: ada@mail.example?subject=Hi', 'ada@mail.example', null],
  ['ada@mail.example.', 'ada@mail.example', null],
  ['ada@mail.example,', 'ada@mail.example', null],
  ['ada@mail.example;', 'ada@mail.example', null],
  ['“ada@mail.example”', 'ada@mail.example', null],
  ['(ada@mail.example)', 'ada@mail.example', null],
  ['ada @ mail.example', 'ada@mail.example', null],
  ['"a..b"@docomo.example', 'a..b@docomo.example', null],
  ['Info <info@münchen.example>', 'info@xn--mnchen-3ya.example', null],
  ['ada@mail.example, bob@mail.example', 'ada@mail.example', 'bob@mail.example'],
  ['ada@mail.example bob@mail.example', 'ada@mail.example', 'bob@mail.example'],
  ['ada@mail.example / bob@mail.example', 'ada@mail.example', 'bob@mail.example'],
  ['ada@mail.example und bob@mail.example', 'ada@mail.example', 'bob@mail.example'],
  ['Ada <ada@mail.example>; Bob <bob@mail.example>', 'ada@mail.example', 'bob@mail.example'],
  ['ada@mail.example;ADA@mail.example', 'ada@mail.example', null],
  ["o'neill@mail.example", "o'neill@mail.example", null],
  ['a/b@mail.example', 'a/b@mail.example', null],
] as const)('the address that a cell means is found: %s', ([cell, address, other]) => {
  expect(addressIn(cell)).toEqual({ address, other });
});

test('what is no address stays as it is and is told', () => {
  for (const cell of ['', 'nobody', 'ada@', '@mail.example', 'ada@mail', 'a b@mail.example', '..@mail.example'])
    expect(problemWithAddress(addressIn(cell).address), cell).not.toBeNull();
});

test('an address with unusual dots is taken, and quoted where it travels', () => {
  for (const [address, quoted] of [
    ['a..b@docomo.example', '"a..b"@docomo.example'],
    ['.a@docomo.example', '".a"@docomo.example'],
    ['a.@docomo.example', '"a."@docomo.example'],
  ] as const) {
    expect(problemWithAddress(address)).toBeNull();
    expect(hasUnusualDots(address)).toBe(true);
    expect(quotedAddress(address)).toBe(quoted);
  }
  expect(quotedAddress('a.b@docomo.example')).toBe('a.b@docomo.example');
});

test('a hostile cell is read in reasonable time', () => {
  for (const cell of [
    '<'.repeat(10_000),
    '@'.repeat(10_000),
    'a@'.repeat(5_000),
    ' @'.repeat(5_000),
    '"'.repeat(10_000),
    ' '.repeat(10_000) + 'x',
  ])
    expect(problemWithAddress(addressIn(cell).address)).not.toBeNull();
});
