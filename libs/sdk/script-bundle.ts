import { join } from 'node:path';
import type { RolldownOptions } from 'rolldown';

/** The one file that a script tag loads. Old browsers that cannot parse it collect nothing and break nothing. */
export const scriptBundle = {
  input: { engagex: join(import.meta.dirname, 'src/browser/script.ts') },
  platform: 'browser',
  transform: { target: 'es2020' },
  output: {
    dir: join(import.meta.dirname, 'dist'),
    entryFileNames: '[name].js',
    format: 'iife',
    minify: true,
  },
} as const satisfies RolldownOptions;
