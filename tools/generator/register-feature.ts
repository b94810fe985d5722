import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Names {
  readonly plural: string;
  readonly nouns: string;
}

/** A line that belongs among others like it, which are in the order of the alphabet. */
interface Place {
  readonly path: string;
  readonly line: (names: Names) => string;
  /** The lines it belongs among. */
  readonly among: RegExp;
  /** Put after all of them, where their order is not that of the alphabet. */
  readonly last?: boolean;
}

const readers = `['owner', 'admin', 'campaign_manager', 'editor']`;

const places: readonly Place[] = [
  {
    path: 'apps/api/src/app.module.ts',
    line: ({ plural, nouns }) => `import { ${nouns} } from './features/${plural}/index.ts';`,
    among: /^import \{ \w+ \} from '\.\/features\//,
  },
  { path: 'apps/api/src/app.module.ts', line: ({ nouns }) => `  ${nouns},`, among: /^ {2}\w+,$/ },
  {
    path: 'apps/web/src/features.ts',
    line: ({ plural, nouns }) => `export { ${nouns} } from './features/${plural}/${plural}.pages.ts';`,
    among: /^export \{/,
  },
  { path: 'libs/domain/src/shared/nouns.ts', line: ({ plural }) => `  '${plural}',`, among: /^ {2}'[a-z-]+',$/ },
  {
    path: 'libs/domain/src/shared/policy.ts',
    line: ({ plural }) => `  '${plural}:read': ${readers},\n  '${plural}:write': ${readers},`,
    among: /^ {2}'[a-z-]+:[a-z]+': \['owner'/,
    last: true,
  },
];

/** Adds the feature to the lists below `root` that name every feature; throws when one of them looks otherwise than it did. */
export function registerFeature(names: Names, root: string): string[] {
  for (const place of places) {
    const path = join(root, place.path);
    writeFileSync(path, withLine(readFileSync(path, 'utf8'), place, place.line(names)));
  }
  return [...new Set(places.map(({ path }) => path))];
}

function withLine(text: string, { path, among, last = false }: Place, line: string): string {
  const lines = text.split('\n');
  const like = [...lines.entries()].filter(([, each]) => among.test(each));
  const end = like.at(-1)?.[0];
  if (end === undefined) throw new Error(`${path} has no list of features any more: see tools/generator.`);
  const next = last ? undefined : like.find(([, each]) => each > line)?.[0];
  return lines.toSpliced(next ?? end + 1, 0, line).join('\n');
}
