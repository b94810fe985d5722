import type { InputOf } from '@engagex/domain/shared';
import { templateLinksRoutes, type TemplateProblem } from '@engagex/domain/templates';
import { useMutation } from '@tanstack/react-query';
import { Link2 } from 'lucide-react';
import { formatCount } from '../../../shared/format.ts';
import { request } from '../../../shared/http.ts';
import { Button } from '../../../ui/button.tsx';
import { notifyFailure } from '../../../ui/toast.tsx';
import { ProblemList } from '../preview/problem-list.tsx';

interface LinkCheckProps {
  readonly content: InputOf<typeof templateLinksRoutes.check>;
  readonly onGoTo: (problem: TemplateProblem) => void;
}

/** Asks the servers of the links whether there is such a page. What it says is of the content it was asked about. */
export function LinkCheck({ content, onGoTo }: LinkCheckProps) {
  const check = useMutation({
    mutationFn: (input: LinkCheckProps['content']) => request(templateLinksRoutes.check, input),
    onError: notifyFailure('The links were not checked'),
  });
  const found = check.data && JSON.stringify(check.variables) === JSON.stringify(content) ? check.data : undefined;
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <Button size="small" icon={Link2} loading={check.isPending} onClick={() => check.mutate(content)}>
          Check links
        </Button>
        <span role="status" className="text-sm text-muted">
          {found && wordsFor(found)}
        </span>
      </div>
      {found && <ProblemList problems={found.problems} onGoTo={onGoTo} />}
      {found && found.unknown.length > 0 && (
        <details className="text-sm">
          <summary className="cursor-pointer text-muted">
            {formatCount(found.unknown.length, 'link', 'links')} could not be checked
          </summary>
          <ul className="mt-1 list-disc pl-5 text-muted">
            {found.unknown.map((link) => (
              <li key={link} className="wrap-anywhere">
                {link}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function wordsFor({ links, working }: { links: number; working: number }): string {
  if (links === 0) return 'No links to check.';
  return `${working} of ${formatCount(links, 'link works', 'links work')}.`;
}
