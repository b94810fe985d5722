import type { RolldownOptions } from 'rolldown';
import { scriptBundle } from './script-bundle.ts';

const modules = { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js', format: 'esm' } as const;

/** What is published: a script for a tag, and modules for bundlers and for Node. */
export default [
  scriptBundle,
  {
    input: { index: 'src/browser/index.ts' },
    platform: 'browser',
    output: { dir: 'dist', ...modules },
  },
  {
    input: { node: 'src/node/index.ts' },
    platform: 'node',
    output: { dir: 'dist', ...modules },
  },
] satisfies RolldownOptions[];
