/** Which tables a source file writes, by the SQL in its strings and by the ORM. */
import ts from 'typescript';

export interface Write {
  /** Null when the name is put together only when the statement runs. */
  readonly table: string | null;
  /** From 1. */
  readonly line: number;
}

/** What is in a template for a part that is known only when it runs. */
const computed = '\u{FFFC}';
const name = `(?:public\\.)?"?(\\w+|${computed})"?`;
const statements = [
  `\\b(?:insert|merge)\\s+into\\s+${name}`,
  `\\bdelete\\s+from\\s+(?:only\\s+)?${name}`,
  // Not `for update of x`, and not `on conflict … do update set`.
  `\\bupdate\\s+(?:only\\s+)?${name}(?:\\s+(?:as\\s+)?(?!set\\b)\\w+)?\\s+set\\b`,
  `\\btruncate\\s+(?:table\\s+)?${name}`,
  `\\bcopy\\s+${name}[^;]*\\bfrom\\s+stdin\\b`,
].map((pattern) => new RegExp(pattern, 'gi'));

/** The tables that an SQL text writes, in no particular order; null for a computed name. */
export function tablesWrittenBy(sql: string): (string | null)[] {
  const found = statements.flatMap((pattern) => [...sql.matchAll(pattern)].map(([, table = '']) => table));
  return found.map((table) => (table === computed ? null : table.toLowerCase()));
}

/** @param entities tables by the classes that the ORM stores in them. */
export function writesIn(file: string, text: string, entities: ReadonlyMap<string, string>): Write[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const repositories = repositoriesIn(source);
  const writes: Write[] = [];
  const visit = (node: ts.Node): void => {
    const sql = textOf(node);
    const tables = sql === null ? tablesOfCall(node, entities, repositories) : tablesWrittenBy(sql);
    const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    for (const table of tables) writes.push({ table, line });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return writes;
}

function textOf(node: ts.Node): string | null {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return null;
  return node.head.text + node.templateSpans.map(({ literal }) => computed + literal.text).join('');
}

const changing = new Set(
  'save insert update upsert delete remove softDelete softRemove restore recover increment decrement clear'.split(' '),
);
/** Of query builders and the entity manager, which are told the class. */
const told = new Set([...changing, 'into', 'from']);

/** `repo(Contact).save(…)`, `const people = repo(Contact)` and `people.save(…)`, `manager.save(Contact, …)`, `.into(Contact)`. */
function tablesOfCall(
  node: ts.Node,
  entities: ReadonlyMap<string, string>,
  repositories: ReadonlyMap<string, string>,
): string[] {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return [];
  const { expression: receiver, name: verb } = node.expression;
  const of = changing.has(verb.text) ? (entityOf(receiver) ?? repositories.get(receiver.getText())) : undefined;
  const [first] = node.arguments;
  const named = told.has(verb.text) && first && isChange(receiver, verb.text) ? first.getText() : undefined;
  const table = entities.get(of ?? named ?? '');
  return table === undefined ? [] : [table];
}

/** A `from` is one only of a deletion. */
function isChange(receiver: ts.Expression, verb: string): boolean {
  return verb !== 'from' || receiver.getText().endsWith('.delete()');
}

function repositoriesIn(source: ts.SourceFile): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (node: ts.Node): void => {
    const entity = ts.isVariableDeclaration(node) && node.initializer ? entityOf(node.initializer) : undefined;
    if (entity !== undefined && ts.isVariableDeclaration(node)) found.set(node.name.getText(), entity);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** `Contact` of `this.db.repo(Contact)`. */
function entityOf(node: ts.Expression): string | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const called = node.expression.getText();
  return /\b(?:repo|getRepository)$/.test(called) ? node.arguments[0]?.getText() : undefined;
}
