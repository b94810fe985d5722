import { standingOfSender } from '@engagex/domain/transports';
import { expect, test } from 'vitest';
import { configSchema } from './config.ts';
import { senderRulesOf } from './sender-rules.ts';

const secret = 'Zt1kq8Vw3mXc7bNf5hJr2sLp9gDy4aQe';
const settings = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://mail.operator.co.uk',
  DATABASE_URL: 'postgres://x',
  INTERNAL_SECRET: secret,
  TRACKING_SECRET: secret,
  ENCRYPTION_SECRET: secret,
  FILES_DIR: '/files',
  SMTP_URL: 'smtp://127.0.0.1',
};
const rulesWith = (changes: Record<string, string> = {}) =>
  senderRulesOf(configSchema.parse({ ...settings, ...changes }));

test('the whole domain of the installation is reserved, and no public suffix', () => {
  expect(rulesWith().reserved).toEqual(['operator.co.uk']);
  expect(rulesWith({ MAIL_FROM: 'no-reply@send.acme.com' }).reserved).toEqual(['acme.com']);
  expect(rulesWith({ PUBLIC_URL: 'https://engagex.github.io' }).reserved).toEqual(['engagex.github.io']);
});

test('without a word of the operator production carries nobody, and the inbox for development everybody', () => {
  const others = (changes: Record<string, string>) => rulesWith(changes).allowsOthers;
  expect(others({})).toBe(false);
  expect(others({ NODE_ENV: 'development' })).toBe(true);
  expect(others({ NODE_ENV: 'development', SMTP_URL: 'smtp://smtp.example.com' })).toBe(false);
  const sendGrid = { NODE_ENV: 'development', SENDGRID_API_KEY: 'key' };
  expect(others(sendGrid)).toBe(false);
  expect(others({ ...sendGrid, SENDGRID_BASE_URL: 'http://127.0.0.1:9' })).toBe(true);
  expect(others({ MAIL_ALLOWED_FROM: '*' })).toBe(true);
  expect(others({ NODE_ENV: 'development', MAIL_ALLOWED_FROM: 'shop.example' })).toBe(false);
});

test('a list allows domains and addresses, and says which entry is none', () => {
  const rules = rulesWith({ MAIL_ALLOWED_FROM: 'Shop.example, news@acme.com\nbücher.example' });
  for (const address of ['a@shop.example', 'a@eu.shop.example', 'News@acme.com', 'a@xn--bcher-kva.example'])
    expect(standingOfSender(address, rules), address).toBe('named');
  for (const wrong of ['shop', 'co.uk', 'https://shop.example', '*.shop.example', 'a@b@shop.example']) {
    const result = configSchema.safeParse({ ...settings, MAIL_ALLOWED_FROM: `acme.com, ${wrong}` });
    expect(result.error?.issues[0]?.message, wrong).toContain(`“${wrong}”`);
  }
});
