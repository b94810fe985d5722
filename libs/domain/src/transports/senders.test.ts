import { expect, test } from 'vitest';
import { problemWithSender, type SenderRules, standingOfSender } from './senders.ts';

const rules: SenderRules = { reserved: ['operator.example'], named: [], allowsOthers: true };

test('the domain of the installation, and all below it, is nobody else’s in any spelling', () => {
  for (const address of [
    'ada@operator.example',
    'ADA@Operator.Example',
    'ada@mail.operator.example',
    'ada@deep.mail.operator.example',
    'ada@operator.example.',
    ' ada@operator.example ',
  ])
    expect(standingOfSender(address, rules), address).toBe('reserved');
  for (const address of ['ada@notoperator.example', 'operator.example@shop.example', 'ada@operator.example.shop.net'])
    expect(standingOfSender(address, rules), address).toBe('open');
});

test('an address in letters is the same as in its ASCII form', () => {
  const umlaut = { ...rules, reserved: ['xn--bcher-kva.example'] };
  expect(standingOfSender('ada@BÜCHER.example', umlaut)).toBe('reserved');
});

test('what the operator names goes out, also below a domain of the installation', () => {
  const named = { ...rules, named: ['news.operator.example', 'ceo@operator.example'], allowsOthers: false };
  expect(standingOfSender('ada@news.operator.example', named)).toBe('named');
  expect(standingOfSender('CEO@operator.example', named)).toBe('named');
  expect(standingOfSender('cfo@operator.example', named)).toBe('reserved');
  expect(standingOfSender('ada@shop.example', named)).toBe('own-transport');
});

test('words say what to do about a sender', () => {
  expect(problemWithSender('ada@operator.example', 'reserved', true)).toContain('your own domain');
  expect(problemWithSender('ada@shop.example', 'own-transport', false)).toContain(
    'Verify shop.example under Sending domains, or add your own transport',
  );
  expect(problemWithSender('ada@shop.example', 'own-transport', true)).toBeNull();
});
