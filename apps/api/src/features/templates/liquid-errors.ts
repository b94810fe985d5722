import { problemsInLiquid, type TemplateProblem } from '@engagex/domain/templates';
import type { TemplateContent } from './template-content.ts';

/** What is wrong with the Liquid of any part, with line and column. */
export function liquidErrors({ subject, preheader, body, textBody }: TemplateContent): TemplateProblem[] {
  return Object.entries({ subject, preheader, body, textBody }).flatMap(([path, source]) =>
    problemsInLiquid(path, source).map((problem) => ({
      ...problem,
      path: [...problem.path],
      severity: 'error' as const,
    })),
  );
}
