import { canonicalLanguage, languageChain, languageForReader } from '@engagex/domain/documents';
import type { TranslatedTemplate } from '@engagex/domain/templates';
import type { TemplateContent } from './template-content.ts';

/** The content in the language of a reader alone; in its own where it has none of theirs. */
export function contentFor(content: TemplateContent, reader: string | null | undefined): TemplateContent {
  const { languages, ...own } = content;
  if (!languages) return own;
  const language = languageForReader(reader, {
    base: languages.base,
    others: languages.others.map((each) => each.language),
  });
  const other = languages.others.find((each) => each.language === language);
  return other ? contentIn(content, other) : own;
}

/** The content in one of its languages alone. Its lines may be those of a shorter tag, such as `pt` for `pt-BR`. */
export function contentIn({ languages, ...own }: TemplateContent, other: TranslatedTemplate): TemplateContent {
  const chain = languageChain(other.language).flatMap(
    (tag) => languages?.others.filter(({ language }) => language === tag) ?? [],
  );
  const line = (name: 'subject' | 'preheader') => chain.find((each) => each[name] !== null)?.[name] ?? own[name];
  return { ...own, body: other.body, subject: line('subject'), preheader: line('preheader') };
}

/** The language that HTML says it is in; English where it says none. */
export function languageOfHtml(html: string): string {
  const tag = /<html\b[^>]*?\slang\s*=\s*["']?([A-Za-z][A-Za-z0-9-]*)/i.exec(html)?.[1];
  const language = tag ? canonicalLanguage(tag) : null;
  return language === null || language === 'und' ? 'en' : language;
}
