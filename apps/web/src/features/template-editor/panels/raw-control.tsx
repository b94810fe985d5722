import { type BlockOf, block as anyBlock } from '@engagex/domain/documents';
import { Segments } from './controls.tsx';
import type { Settings } from './node-settings.ts';
import { SourceField } from './source-field.tsx';

/** Code of the author's own, in MJML or HTML. */
export function RawControl({ block, settings }: { block: BlockOf<'raw'>; settings: Settings }) {
  return (
    <>
      <Segments
        label="Language"
        options={[
          { value: 'html', label: 'HTML' },
          { value: 'mjml', label: 'MJML' },
        ]}
        value={block.language}
        onChange={(language) => {
          if (anyBlock.safeParse({ ...block, language }).success) settings.set('language', language);
        }}
      />
      <SourceField
        label="Source"
        source={block.source}
        problemWith={(source) => anyBlock.safeParse({ ...block, source }).error?.issues[0]?.message}
        onChange={(source) => settings.type('source', source)}
      />
    </>
  );
}
