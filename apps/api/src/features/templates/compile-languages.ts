import { languageName } from '@engagex/domain/documents';
import type { TemplateProblem } from '@engagex/domain/templates';
import { type CompiledTemplate, compileTemplate } from './compile-template.ts';
import { contentIn } from './content-for-reader.ts';
import type { TemplateContent } from './template-content.ts';

/** A compiled template with what it says in other languages; the problems are those of all of them. */
export interface CompiledLanguages extends CompiledTemplate {
  readonly translations: readonly CompiledTemplate[];
}

export async function compileLanguages(content: TemplateContent): Promise<CompiledLanguages> {
  const { languages, ...own } = content;
  const base = await compileTemplate(own);
  const translations: CompiledTemplate[] = [];
  for (const other of languages?.others ?? []) {
    const compiled = await compileTemplate(contentIn(content, other));
    translations.push({ ...compiled, language: other.language });
  }
  return {
    ...base,
    translations,
    errors: inAll(base, translations, 'errors'),
    problems: inAll(base, translations, 'problems'),
  };
}

/** What is wrong in several languages is said once, and else in which it is wrong. */
function inAll(
  base: CompiledTemplate,
  translations: readonly CompiledTemplate[],
  kind: 'errors' | 'problems',
): TemplateProblem[] {
  const told = new Set(base[kind].map(keyOf));
  const others = translations.flatMap(({ language, [kind]: problems }) =>
    problems
      .filter((problem) => !told.has(keyOf(problem)))
      // The code of another language is nowhere to be seen or changed, so there is no line and no fix.
      .map(({ severity, path, message, code }) => ({
        severity,
        path,
        message: `${languageName(language)}: ${message}`,
        ...(code && { code }),
      })),
  );
  return [...base[kind], ...others];
}

function keyOf({ path, message }: TemplateProblem): string {
  return `${path.join('.')} ${message}`;
}
