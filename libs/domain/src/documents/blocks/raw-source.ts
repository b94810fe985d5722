/** Elements that stand in a column, and those that stand in one of them. */
const inColumn = new Set(
  (
    'mj-text mj-image mj-button mj-divider mj-spacer mj-table mj-raw mj-navbar mj-navbar-link mj-accordion ' +
    'mj-accordion-element mj-accordion-title mj-accordion-text mj-carousel mj-carousel-image mj-social mj-social-element'
  ).split(' '),
);
const elements = /<(\/?)(mj[a-z-]*)\b(?:[^>"']|"[^"]*"|'[^']*')*?(\/?)>/gi;

/** Why this cannot stand in a column: it would close what is around it, or needs to stand elsewhere. Null when it can. */
export function problemInMjml(source: string): string | null {
  const open: string[] = [];
  for (const [, closes, tag = '', empty] of source.matchAll(elements)) {
    const name = tag.toLowerCase();
    if (!inColumn.has(name)) return `<${name}> cannot stand in a column.`;
    if (!closes && !empty) open.push(name);
    if (closes && open.pop() !== name) return `</${name}> closes something that is not open here.`;
  }
  return open.length > 0 ? `<${open.at(-1)}> is not closed.` : null;
}

export function problemInHtml(source: string): string | null {
  return /<\/?mj/i.test(source) ? 'HTML cannot have MJML elements. Choose MJML for this block.' : null;
}
