import { DomainError } from '../shared/index.ts';
import { documentVersion, type EmailDocument, emailDocument } from './document.ts';
import { documentLimits } from './limits.ts';

/** A document of an older version as the next one has it. Pure, and never changed once released. */
export type UpMigration = (document: Readonly<Record<string, unknown>>) => Record<string, unknown>;

/** By the version they read. */
export const upMigrations: ReadonlyMap<number, UpMigration> = new Map();

/**
 * A stored or received document, of this or an older version. Throws `document.…` with each problem and its place:
 * `document.too-large`, `document.newer` for one that a newer release has written, `document.invalid`.
 */
export function readDocument(
  value: unknown,
  migrations: ReadonlyMap<number, UpMigration> = upMigrations,
): EmailDocument {
  assertSize(value);
  const parsed = emailDocument.safeParse(migrated(value, migrations));
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.slice(0, 50).map(({ path, message }) => ({ path: path.map(String), message }));
  throw new DomainError('invalid', 'document.invalid', 'This content has parts that cannot be used.', { errors });
}

function migrated(value: unknown, migrations: ReadonlyMap<number, UpMigration>): unknown {
  let current = value;
  while (isRecord(current) && typeof current['version'] === 'number' && current['version'] !== documentVersion) {
    const migrate = migrations.get(current['version']);
    if (!migrate && current['version'] > documentVersion)
      throw new DomainError(
        'invalid',
        'document.newer',
        'A newer version of the product wrote this content. Reload the page, or update.',
      );
    if (!migrate) return current;
    current = migrate(current);
  }
  return current;
}

/** Before anything looks at it in depth. */
function assertSize(value: unknown): void {
  const tooLarge = (limit: string) =>
    new DomainError('invalid', 'document.too-large', `This content is larger than the limit of ${limit}.`);
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > documentLimits.depth) throw tooLarge(`${documentLimits.depth} levels`);
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []));
  }
  const bytes = new TextEncoder().encode(JSON.stringify(value) ?? '').length;
  if (bytes > documentLimits.bytes) throw tooLarge(`${documentLimits.bytes.toLocaleString('en')} bytes`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
