import type { TemplateProblem } from '@engagex/domain/templates';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';

type Fix = NonNullable<TemplateProblem['fix']>;

interface ProblemListProps {
  readonly problems: readonly TemplateProblem[];
  readonly onGoTo: (problem: TemplateProblem) => void;
  /** Absent for those who may only look. */
  readonly onFix?: ((fix: Fix) => void) | undefined;
}

/** Everything there is to fix, and what could be better. What has a place leads there, what can be fixed at once has a button. */
export function ProblemList({ problems, ...actions }: ProblemListProps) {
  const advice = problems.filter(({ severity }) => severity === 'advice');
  const serious = problems.filter(({ severity }) => severity !== 'advice');
  const hasErrors = serious.some(({ severity }) => severity === 'error');
  return (
    <>
      {serious.length > 0 && (
        <Notice
          meaning={hasErrors ? 'danger' : 'warning'}
          title={hasErrors ? 'Fix these before sending' : 'Check these before sending'}
        >
          <Problems problems={serious} {...actions} />
        </Notice>
      )}
      {advice.length > 0 && (
        <Notice meaning="info" title="This could be better">
          <Problems problems={advice} {...actions} />
        </Notice>
      )}
    </>
  );
}

function Problems({ problems, onGoTo, onFix }: ProblemListProps) {
  return (
    <ul className="flex flex-col gap-1.5">
      {problems.map((problem) => {
        const { path, message, line, fix } = problem;
        return (
          <li key={`${path.join('.')} ${message} ${line ?? ''}`} className="wrap-anywhere">
            {hasPlace(problem) ? (
              <button type="button" className="cursor-pointer text-left underline" onClick={() => onGoTo(problem)}>
                {message}
                {line !== undefined && ` (line ${line})`}
              </button>
            ) : (
              message
            )}
            {fix && onFix && (
              <Button size="small" className="ml-2" onClick={() => onFix(fix)}>
                {fix.label}
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** A line of code, or a block of a document. */
function hasPlace({ path, line }: TemplateProblem): boolean {
  return line !== undefined || (path[0] === 'document' && path.length > 1);
}
