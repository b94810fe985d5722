/** The first line of a CSV file, after the mark by which Excel knows UTF-8. */
export function csvHead(columns: readonly string[]): string {
  return `\uFEFF${csvLine(columns)}`;
}

/** One line of a CSV file (RFC 4180) that no spreadsheet runs. */
export function csvLine(cells: readonly (string | number)[]): string {
  return `${cells.map((cell) => quoted(typeof cell === 'number' ? String(cell) : guarded(cell))).join(',')}\r\n`;
}

function quoted(cell: string): string {
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/**
 * A cell that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, CSV Injection), which reading takes
 * away again. Spreadsheets of East Asia take the full-width signs too.
 */
const formula = /^[=+\-@＝＋－＠\t\r\n]/;

/** An apostrophe that is not part of the text: before a formula, or before a number that is meant as text. */
const guard = /^'+(?:[=+\-@＝＋－＠\t\r\n]|\d[\d\s.,()/+-]*$)/;

/** A text as it may appear in a CSV file. What begins like a guarded one is guarded too, so that no apostrophe gets lost. */
function guarded(text: string): string {
  return formula.test(text) || guard.test(text) ? `'${text}` : text;
}

/** The text that was guarded. */
export function unguarded(cell: string): string {
  return guard.test(cell) ? cell.slice(1) : cell;
}
