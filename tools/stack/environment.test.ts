import { expect, test } from 'vitest';
import { problemsWith } from './environment.ts';

const dataDir = '/data';

test('without any setting there is nothing wrong', () => {
  expect(problemsWith({ env: {}, dataDir, demo: undefined, billing: null })).toEqual([]);
});

test('every address of the wrong kind is named at once', () => {
  const env = { DATABASE_URL: 'nonsense', REDIS_URL: 'http://127.0.0.1', SMTP_URL: 'mail.example.com:25' };
  expect(problemsWith({ env, dataDir, demo: null, billing: null })).toEqual([
    'DATABASE_URL must be an address that begins with postgres:// or postgresql://.',
    'REDIS_URL must be an address that begins with redis:// or rediss://.',
    'SMTP_URL must be an address that begins with smtp:// or smtps://.',
  ]);
});

test('production refuses plain HTTP, the inbox for development and the demo, each by name', () => {
  const env = { NODE_ENV: 'production', PUBLIC_URL: 'http://mail.example.com' };
  const problems = problemsWith({ env, dataDir, demo: { email: 'demo@example.com', password: 'x' }, billing: null });
  expect(problems.map((problem) => problem.split(' ')[0])).toEqual(['PUBLIC_URL', 'SMTP_URL', '/data']);
});

test('production with https, a mail server and no demo is fine', () => {
  const env = { NODE_ENV: 'production', PUBLIC_URL: 'https://mail.example.com', SMTP_URL: 'smtp://127.0.0.1:25' };
  expect(problemsWith({ env, dataDir, demo: null, billing: null })).toEqual([]);
});

test('payments that move no money stand beside no others, and not in production', () => {
  const env = { BILLING: 'on', STRIPE_SECRET_KEY: 'sk_live_1' };
  const [problem = ''] = problemsWith({ env, dataDir, demo: null, billing: 'demo' });
  expect(problem).toContain('leave out BILLING and STRIPE_SECRET_KEY');
  const production = {
    NODE_ENV: 'production',
    PUBLIC_URL: 'https://mail.example.com',
    SMTP_URL: 'smtp://127.0.0.1:25',
  };
  expect(problemsWith({ env: production, dataDir, demo: null, billing: 'demo' })).toHaveLength(1);
});
