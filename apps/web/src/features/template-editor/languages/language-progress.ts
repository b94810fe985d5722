import { type Lines, translationProgress, type TranslationProgress } from '@engagex/domain/documents';
import { useDeferredValue, useMemo } from 'react';
import { useBrand } from '../state/brand-context.ts';
import { useEditorState } from '../state/editor-context.ts';

/** How far each language has come; follows a moment after what is typed. */
export function useLanguageProgress(lines: Lines): ReadonlyMap<string, TranslationProgress> {
  const now = useEditorState(({ history }) => history.document);
  const document = useDeferredValue(now);
  const brand = useBrand();
  const { subject, preheader } = lines;
  return useMemo(
    () =>
      new Map(
        Object.keys(document.languages?.others ?? {}).map((language) => [
          language,
          translationProgress(document, language, { subject, preheader }, brand),
        ]),
      ),
    [document, subject, preheader, brand],
  );
}

/** "12 of 14 texts, 1 outdated" */
export function progressInWords({ texts, translated, outdated }: TranslationProgress): string {
  return `${translated} of ${texts} texts${outdated > 0 ? `, ${outdated} outdated` : ''}`;
}
