import type { TemplateProblem } from '@engagex/domain/templates';
import { Notice } from '../../../ui/notice.tsx';

interface ProblemListProps {
  readonly problems: readonly TemplateProblem[];
  readonly onGoTo: (problem: TemplateProblem) => void;
}

/** Everything there is to fix; what has a place leads there. */
export function ProblemList({ problems, onGoTo }: ProblemListProps) {
  if (problems.length === 0) return null;
  const hasErrors = problems.some(({ severity }) => severity === 'error');
  return (
    <Notice
      meaning={hasErrors ? 'danger' : 'warning'}
      title={hasErrors ? 'Fix these before sending' : 'Check these before sending'}
    >
      <ul className="list-disc pl-4">
        {problems.map((problem) => (
          <li key={`${problem.path.join('.')} ${problem.message} ${problem.line ?? ''}`}>
            {hasPlace(problem) ? (
              <button type="button" className="cursor-pointer text-left underline" onClick={() => onGoTo(problem)}>
                {problem.message}
                {problem.line !== undefined && ` (line ${problem.line})`}
              </button>
            ) : (
              problem.message
            )}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

/** A line of code, or a block of a document. */
function hasPlace({ path, line }: TemplateProblem): boolean {
  return line !== undefined || (path[0] === 'document' && path.length > 1);
}
