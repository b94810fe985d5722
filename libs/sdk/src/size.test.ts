import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { expect, test } from 'vitest';
import { scriptBundle } from '../script-bundle.ts';

test('the script for web pages is 5,000 bytes compressed at most', async () => {
  const { output, ...input } = scriptBundle;
  const bundle = await rolldown(input);
  const { output: files } = await bundle.generate(output);
  await bundle.close();
  expect(files.length).toBe(1);
  expect(gzipSync(files[0].code, { level: 9 }).length).toBeLessThanOrEqual(5_000);
});
