import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { nouns } from './nouns.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

test('changes are told of nouns that somebody can read', async () => {
  const readable = new Set<string>();
  for (const file of globSync('**/*.contract.ts', { cwd: root })) {
    const declared: Record<string, unknown> = await import(`${root}/${file}`);
    for (const routes of Object.values(declared)) for (const noun of nounsReadBy(routes)) readable.add(noun);
  }
  expect(nouns.filter((noun) => !readable.has(noun))).toEqual([]);
});

function nounsReadBy(routes: unknown): string[] {
  if (typeof routes !== 'object' || routes === null) return [];
  return Object.values(routes).flatMap((route: unknown) =>
    isRead(route) ? (/^[a-z-]+(?=\.)/.exec(route.id) ?? []) : [],
  );
}

function isRead(route: unknown): route is { readonly id: string } {
  return (
    typeof route === 'object' &&
    route !== null &&
    'id' in route &&
    typeof route.id === 'string' &&
    'method' in route &&
    route.method === 'GET'
  );
}
