import type { Diagnostic } from '@codemirror/lint';
import type { Text } from '@codemirror/state';
import type { TemplateProblem } from '@engagex/domain/templates';

/** The problems of the body that have a line, where the editor marks them. */
export function diagnosticsOf(problems: readonly TemplateProblem[], doc: Text): Diagnostic[] {
  return problems
    .filter(({ path, line }) => path[0] === 'body' && line !== undefined && line <= doc.lines)
    .map(({ line = 1, column = 1, severity, message }): Diagnostic => {
      const { from, to } = doc.line(line);
      return {
        from: Math.min(from + column - 1, to),
        to,
        severity: severity === 'advice' ? 'info' : severity,
        message,
      };
    })
    .toSorted((one, other) => one.from - other.from);
}
