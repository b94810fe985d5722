import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { configSchema as api } from '../../apps/api/src/config.ts';
import { configSchema as bff } from '../../apps/bff/src/config.ts';

test('.env.example names every setting of API, worker and BFF, and nothing else', () => {
  const example = readFileSync(join(import.meta.dirname, '../../.env.example'), 'utf8');
  const named = [...example.matchAll(/^([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name);
  expect(new Set(named)).toEqual(new Set([...Object.keys(api.shape), ...Object.keys(bff.shape)]));
});
