import { Parser } from 'htmlparser2';
import { problemsInLiquid, type TemplateProblem, variablesIn } from '@engagex/domain/templates';
import type { TemplateContent } from './template-content.ts';

const gmailClipsAt = 102 * 1024; // bytes; Gmail hides the rest behind a link
const longSubject = 100;

const knownVariables =
  /^(contact\.(email|first_name|last_name|phone|language|country|attributes(\.[a-z0-9_]+|\[.+\])?)|contact|organization\.(name|postal_address)|campaign\.name|unsubscribe_url|preferences_url)$/;

/** What was made of a template's body: HTML in which Liquid is hidden, and where its links lead, Liquid included. */
interface MadeBody {
  readonly html: string;
  readonly hrefs: readonly string[];
}

/** Everything there is to fix in a template whose Liquid can be read: errors keep it from being sent, warnings do not. */
export function checkTemplate(content: TemplateContent, made: MadeBody): TemplateProblem[] {
  return [
    ...unsubscribeProblems(content, made),
    ...unknownVariables(content),
    ...renderingProblems(content, made.html),
  ];
}

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

function unsubscribeProblems({ textBody }: TemplateContent, { hrefs }: MadeBody): TemplateProblem[] {
  const message = 'Add an unsubscribe link: {{ unsubscribe_url }}';
  const problems: TemplateProblem[] = [];
  if (!hrefs.some((href) => /\{\{-?\s*unsubscribe_url\b/.test(href)))
    problems.push({ severity: 'error', path: ['body'], message });
  if (textBody && !textBody.includes('unsubscribe_url'))
    problems.push({ severity: 'warning', path: ['textBody'], message });
  return problems;
}

function unknownVariables({ subject, preheader, body, textBody }: TemplateContent): TemplateProblem[] {
  return Object.entries({ subject, preheader, body, textBody }).flatMap(([path, source]) =>
    variablesIn(source)
      .filter((name) => !knownVariables.test(name))
      .map((name) => ({
        severity: 'warning' as const,
        path: [path],
        message: `{{ ${name} }} is not a known variable and will be empty.`,
        line: source.slice(0, Math.max(0, source.indexOf(name))).split('\n').length,
      })),
  );
}

function renderingProblems({ subject }: TemplateContent, html: string): TemplateProblem[] {
  const warning = (path: string, message: string): TemplateProblem => ({ severity: 'warning', path: [path], message });
  const problems: TemplateProblem[] = [];
  if (subject.length > longSubject)
    problems.push(warning('subject', 'Most mail apps show only about 60 characters of the subject.'));
  if (Buffer.byteLength(html) > gmailClipsAt)
    problems.push(warning('body', 'Gmail clips messages larger than 102 kB. Make the message smaller.'));
  const without = imagesWithoutAlt(html);
  if (without > 0) {
    const images = without === 1 ? 'One image has' : `${without} images have`;
    problems.push(warning('body', `${images} no alternative text (alt) for people who cannot see images.`));
  }
  return problems;
}

function imagesWithoutAlt(html: string): number {
  let count = 0;
  const parser = new Parser({
    onopentag(name, attributes) {
      if (name === 'img' && attributes['alt'] === undefined) count += 1;
    },
  });
  parser.end(html);
  return count;
}
