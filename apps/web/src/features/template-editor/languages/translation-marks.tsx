import {
  type Block,
  languageName,
  needsTranslation,
  type Part,
  partsOf,
  translationsOf,
} from '@engagex/domain/documents';
import { Badge } from '../../../ui/badge.tsx';
import { StaticText } from '../rich-text/static-text.tsx';
import type { OurText } from '../rich-text/our-json.ts';
import { useEditorState, useEditorStore } from '../state/editor-context.ts';

/** On a block while somebody translates: whether a text of it is missing or outdated. */
export function TranslationMark({ id }: { id: string }) {
  const store = useEditorStore();
  const language = useEditorState((state) => state.language);
  const block = useEditorState(() => store.block(id));
  if (language === null || !block) return null;
  const parts = translationsOf(block, language);
  const outdated = parts.filter(({ isOutdated }) => isOutdated).length;
  const missing = parts.filter((part) => !part.translation && needsTranslation(block, part)).length;
  if (outdated + missing === 0) return null;
  return (
    <div className="pointer-events-none absolute end-1 top-1 z-10 flex gap-1 font-sans" dir="ltr">
      {outdated > 0 && <Badge meaning="warning">{parts.length > 1 ? `${outdated} outdated` : 'Outdated'}</Badge>}
      {missing > 0 && (
        <Badge meaning="neutral">{parts.length > 1 ? `${missing} not translated` : 'Not translated'}</Badge>
      )}
    </div>
  );
}

/** Below a text that is being translated: what it says in the main language. */
export function BaseText({ id, path }: { id: string; path: string }) {
  const store = useEditorStore();
  const language = useEditorState((state) => state.language);
  const base = useEditorState(({ history }) => history.document.languages?.base ?? 'en');
  const block = useEditorState(() => store.block(id));
  const part = language === null || !block ? null : partIn(block, path);
  if (!part) return null;
  return (
    <div
      lang={base}
      dir="auto"
      className="mt-1 mb-2 rounded-sm border border-dashed border-line bg-surface px-2 py-1 text-start font-sans text-sm leading-normal font-normal tracking-normal text-muted"
    >
      <span className="sr-only">{languageName(base)}: </span>
      <StaticText text={part.value as OurText} placeholder="Empty" />
    </div>
  );
}

function partIn(block: Block, path: string): Part | null {
  return partsOf(block).find((part) => part.path === path) ?? null;
}
