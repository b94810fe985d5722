import { block as anyBlock, type BlockOf, languageName } from '@engagex/domain/documents';
import { SourceField } from '../panels/source-field.tsx';
import { useEditorStore } from '../state/editor-context.ts';

interface TranslatedSourceProps {
  readonly block: BlockOf<'raw'>;
  readonly language: string;
  readonly source: string;
}

/** Code as a whole in another language. */
export function TranslatedSource({ block, language, source }: TranslatedSourceProps) {
  const store = useEditorStore();
  const { translations: _, ...own } = block;
  return (
    <SourceField
      label={`Code in ${languageName(language)}`}
      source={source}
      problemWith={(typed) => anyBlock.safeParse({ ...own, source: typed }).error?.issues[0]?.message}
      onChange={(typed) => store.type(block.id, 'source', typed)}
    />
  );
}
