export interface Statement {
  /** Without the comments before it. */
  readonly sql: string;
  /** What the comments right before it say. */
  readonly comment: string;
}

/** Comments, quoted text and `$tag$` bodies are one token each, in which a semicolon ends nothing. */
const token = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"[^"]*"|\$(\w*)\$[\s\S]*?\$\1\$|;|[^-/'"$;]+|[\s\S]/g;

/** The statements of a file of SQL, each with its comments. */
export function statementsOf(text: string): Statement[] {
  const statements: Statement[] = [];
  let sql = '';
  let comments: string[] = [];
  const end = () => {
    if (sql.trim()) statements.push({ sql: sql.trim(), comment: comments.join('\n') });
    sql = '';
    comments = [];
  };
  for (const [part] of text.matchAll(token)) {
    if (part === ';') end();
    else if (part.startsWith('--') && !sql.trim()) comments.push(part.slice(2).trim());
    else if (!part.startsWith('--') && !part.startsWith('/*')) sql += part;
  }
  end();
  return statements;
}
