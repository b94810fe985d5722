/**
 * What a migration must not do while the release before it is running: hold a lock for as long as it reads a table, or take away
 * what that release still uses. Read in [upgrades](../docs/upgrades.md), with what to write instead.
 */
import { outsideTransaction } from './sql-files.ts';
import { statementsOf, type Statement } from './statements.ts';

/** A comment before a statement that says why it is safe all the same: `-- safe: at most one row per organization`. */
const accepted = /^(?:safe|contract): \S/m;
/** A comment that names the release which no longer uses what is removed: `-- contract: unused since 0.4.0`. */
const contracted = /^contract: unused since \d+\.\d+\.\d+/m;

interface Rule {
  readonly finds: RegExp;
  readonly message: string;
  /** Whether it removes something, which needs a `contract` comment. */
  readonly removes?: true;
}

const onTable = String.raw`^alter table (?:if exists )?(?:only )?\S+ .*`;

const rules: readonly Rule[] = [
  {
    finds: /^create (?:unique )?index (?!concurrently)/,
    message: 'blocks writes for as long as the index is built: create it concurrently',
  },
  {
    finds: new RegExp(`${onTable}\\balter (?:column )?\\S+ (?:set data )?type\\b`),
    message: 'may rewrite the table: add a column, fill it in batches, and change over in the next release',
  },
  {
    finds: new RegExp(`${onTable}\\bset not null\\b`),
    message:
      'reads the whole table under a lock: add a check (… is not null) not valid, validate it in a file of its own, then say `-- safe: validated in …`',
  },
  {
    finds: new RegExp(
      `${onTable}\\badd (?:column )?(?!constraint|check|foreign|unique|primary|exclude)\\S+ (?!.*\\bdefault\\b).*\\bnot null\\b`,
    ),
    message: 'fails where there are rows, and for the release before, which does not fill it: give it a default',
  },
  {
    finds: new RegExp(`${onTable}\\bdefault (?:uuidv7|gen_random_uuid|random|clock_timestamp|nextval)\\b`),
    message:
      'rewrites the table, since the default is another one for each row: add it without, and fill it in batches',
  },
  {
    finds: new RegExp(`${onTable}\\badd (?:constraint \\S+ )?(?:check|foreign key)\\b(?!.*\\bnot valid\\b)`),
    message: 'reads the whole table under a lock: add it `not valid`, and validate it in a file of its own',
  },
  {
    finds: new RegExp(`${onTable}\\badd (?:constraint \\S+ )?(?:unique|primary key|exclude)\\b(?!.*\\busing index\\b)`),
    message: 'builds an index under a lock: create a unique index concurrently, then add the constraint `using index`',
  },
  { finds: /^(?:vacuum|cluster|truncate|lock table|reindex (?!.*concurrently))/, message: 'locks the whole table' },
  {
    finds: /^(?:update|delete from)\b/,
    message: 'changes every row in one transaction: fill in batches by a sweep, or say how few rows there are',
  },
  {
    finds: new RegExp(
      `^drop (?!index)|${onTable}\\bdrop (?:column )?(?!constraint|default|not null|expression|identity)\\S+`,
    ),
    message: 'the release before may still use it: remove it one release after the code that used it',
    removes: true,
  },
  {
    finds: /^alter \w+ .*\brename\b/,
    message: 'the release before knows it by the old name: add the new one, and remove the old one a release later',
    removes: true,
  },
];

/** One sentence for each statement that is not safe; `file` is its name. */
export function lockProblems(file: string, text: string): string[] {
  const statements = statementsOf(text).map((each) => ({ ...each, sql: flat(each.sql) }));
  const created = new Set(
    statements.flatMap(({ sql }) => /^create table (?:if not exists )?(\S+)/.exec(sql)?.[1] ?? []),
  );
  const isOutside = text.startsWith(outsideTransaction);
  return statements.flatMap((statement, index) => {
    const problem =
      problemWithPlace(statement, { isOutside, before: statements[index - 1] }) ??
      problemWithValidation(statement, statements) ??
      problemByRule(statement, created);
    return problem ? [`${file}: “${beginning(statement.sql)}” ${problem}.`] : [];
  });
}

function problemByRule({ sql, comment }: Statement, created: ReadonlySet<string>): string | null {
  // Nobody uses a table yet that was made in the same file.
  if (created.has(tableOf(sql))) return null;
  const rule = rules.find(({ finds }) => finds.test(sql));
  if (!rule) return null;
  return (rule.removes ? contracted : accepted).test(comment) ? null : rule.message;
}

interface Place {
  readonly isOutside: boolean;
  readonly before: Statement | undefined;
}

/** What runs outside a transaction may have been interrupted before, and has to work again. */
function problemWithPlace({ sql }: Statement, { isOutside, before }: Place): string | null {
  const index = /^create (?:unique )?index concurrently (?:if not exists )?(\S+)/.exec(sql)?.[1];
  if (!index) return isOutside && !sql.startsWith('drop index concurrently') ? notAlone : null;
  if (!isOutside) return `needs “${outsideTransaction}” as the first line of its file`;
  if (before?.sql !== `drop index concurrently if exists ${index}`)
    return `leaves an invalid index when it is interrupted: write “drop index concurrently if exists ${index};” before it`;
  return null;
}

const notAlone = 'belongs in a file of its own: only indexes are made outside a transaction';

/** Validating reads the table, while the transaction still holds the lock of adding the constraint. */
function problemWithValidation({ sql }: Statement, all: readonly Statement[]): string | null {
  const constraint = /\bvalidate constraint (\S+)/.exec(sql)?.[1];
  if (!constraint || !all.some((each) => each.sql.includes(`add constraint ${constraint} `))) return null;
  return 'holds the lock of adding it while it reads the table: validate it in a file of its own';
}

function tableOf(sql: string): string {
  const found =
    /^create (?:unique )?index .*?\bon (?:only )?(\S+)/.exec(sql) ??
    /^(?:alter table|update|delete from|truncate) (?:if exists )?(?:only )?(\S+)/.exec(sql);
  return found?.[1] ?? '';
}

/** In small letters and on one line, as the rules read it. */
function flat(sql: string): string {
  return sql.replaceAll(/\s+/g, ' ').toLowerCase();
}

function beginning(sql: string): string {
  return sql.length > 80 ? `${sql.slice(0, 80)}…` : sql;
}
