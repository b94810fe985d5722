import type { RolldownOptions } from 'rolldown';

/**
 * A server in a few files: reading one large file takes a fraction of what three thousand small ones take, and every start
 * of a service pays for it. Outside stays what is compiled for the machine, finds files beside its own, or is loaded late.
 */
export function serverBundle(input: Readonly<Record<string, string>>): RolldownOptions {
  return {
    input,
    platform: 'node',
    external: [
      /^@node-rs\/argon2/,
      /^mjml/,
      /^pg(?:-copy-streams)?(?:\/|$)/,
      /^pino(?:\/|$)/,
      /^playwright-core/,
      /^sharp(?:\/|$)/,
      /^swagger-ui-dist/,
    ],
    resolve: { conditionNames: ['source', 'node', 'default'] },
    // Nest finds a constructor's dependencies in the metadata that decorators leave behind; see tsconfig.base.json.
    onLog(level, log, report) {
      // Packages that Nest, Fastify and TypeORM load only where they are installed.
      if (log.code !== 'UNRESOLVED_IMPORT') report(level, log);
    },
    output: {
      dir: 'dist',
      cleanDir: true,
      format: 'esm',
      sourcemap: true,
      keepNames: true,
      entryFileNames: '[name].js',
      chunkFileNames: '[name]-[hash].js',
    },
  };
}
