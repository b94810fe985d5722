import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { keepDemoDecision, readDemoDecision, readSecrets } from './secrets.ts';

const folder = temporaryFolder();
const file = join(folder, 'secrets.json');

test('secrets are made once, all different, and nobody else may read them', () => {
  const secrets = readSecrets(folder);
  expect(new Set(Object.values(secrets)).size).toBe(9);
  for (const secret of Object.values(secrets)) expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
  expect(readSecrets(folder)).toEqual(secrets);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('the demo is undecided until something is decided, which then stays', () => {
  expect(readDemoDecision(folder)).toBeUndefined();
  keepDemoDecision(folder, { email: 'a@b.c', password: 'p' });
  readSecrets(folder);
  expect(readDemoDecision(folder)).toEqual({ email: 'a@b.c', password: 'p' });
  keepDemoDecision(folder, null);
  expect(readDemoDecision(folder)).toBeNull();
});

test('a file that cannot be read is not replaced by new secrets, which would lock the database', () => {
  writeFileSync(file, '{"ownerPassword": ');
  expect(() => readSecrets(folder)).toThrow(/cannot be read. Restore it/);
});
