import type { TemplateProblem } from '@engagex/domain/templates';
import type { TemplateContent } from '../template-content.ts';
import type { CheckedProblem } from './checked-message.ts';

const mostNamed = 5;

/**
 * A template that was brought from another product has variables, texts and links in it that were to be filled in there: one
 * cause, so it is told once. Blocks of a visual template each keep their own, which leads to the block.
 */
export function notFilledIn(problems: readonly CheckedProblem[], format: TemplateContent['format']): TemplateProblem[] {
  const left = problems.filter(({ leftovers }) => leftovers);
  const [first] = left;
  if (format !== 'html' || !first || left.length < 2) return problems.map(withoutLeftovers);
  const all = [...new Set(left.flatMap(({ leftovers = [] }) => leftovers))];
  const one = {
    ...withoutLeftovers(first),
    code: 'placeholder_text',
    message: `The message still has placeholders in it: ${named(all)}. Replace them before sending.`,
  };
  return problems.flatMap((problem) => (problem === first ? [one] : problem.leftovers ? [] : [problem]));
}

/** `a, b and 3 more` */
export function named(all: readonly string[]): string {
  const shown = all.length <= mostNamed ? all : [...all.slice(0, mostNamed - 1), `${all.length - mostNamed + 1} more`];
  return new Intl.ListFormat('en').format(shown).replace(/, and ([^,]*)$/, ' and $1');
}

function withoutLeftovers(found: CheckedProblem): TemplateProblem {
  const { leftovers: _, ...problem } = found;
  return problem;
}
