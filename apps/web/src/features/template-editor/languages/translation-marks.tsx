import {
  type Block,
  isSaidByBrand,
  needsTranslation,
  type Part,
  partsOf,
  translationsOf,
} from '@engagex/domain/documents';
import { CircleDashed, TriangleAlert } from 'lucide-react';
import { formatCount } from '../../../shared/format.ts';
import { cn } from '../../../ui/class-names.ts';
import { softOf } from '../../../ui/meaning.ts';
import { StaticText } from '../rich-text/static-text.tsx';
import type { OurText } from '../rich-text/our-json.ts';
import { mainLanguageName } from './part-words.ts';
import { useBrand } from '../state/brand-context.ts';
import { useEditorState, useEditorStore } from '../state/editor-context.ts';

/** On a block while somebody translates: whether a text of it is missing or outdated. */
export function TranslationMark({ id }: { id: string }) {
  const store = useEditorStore();
  const brand = useBrand();
  const language = useEditorState((state) => state.language);
  const block = useEditorState(() => store.block(id));
  if (language === null || !block) return null;
  const parts = translationsOf(block, language);
  const outdated = parts.filter(({ isOutdated }) => isOutdated).length;
  const missing = parts.filter(
    (part) => !part.translation && needsTranslation(block, part) && !isSaidByBrand(block, part.path, brand, language),
  ).length;
  if (outdated + missing === 0) return null;
  const words = [
    ...(outdated > 0 ? [`${formatCount(outdated, 'text')} outdated`] : []),
    ...(missing > 0 ? [`${formatCount(missing, 'text')} not translated`] : []),
  ].join(', ');
  const [Icon, meaning] = outdated > 0 ? [TriangleAlert, softOf.warning] : [CircleDashed, softOf.neutral];
  // Beside the block, where it covers no text.
  return (
    <span
      title={words}
      className={cn(
        'absolute start-full top-0 z-10 ms-1 flex size-5 items-center justify-center rounded-full',
        '[button+&]:top-7', // below the marker of comments
        meaning,
      )}
    >
      <Icon aria-hidden className="size-3.5" />
      <span className="sr-only">{words}</span>
    </span>
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
      className="mt-1 mb-2 rounded-sm border border-dashed border-line bg-surface px-2 py-1 text-start font-sans text-sm leading-normal font-normal tracking-normal text-muted [&_p]:m-0"
    >
      <span className="sr-only">{mainLanguageName(base)}: </span>
      <StaticText text={part.value as OurText} placeholder="Empty" />
    </div>
  );
}

function partIn(block: Block, path: string): Part | null {
  return partsOf(block).find((part) => part.path === path) ?? null;
}
