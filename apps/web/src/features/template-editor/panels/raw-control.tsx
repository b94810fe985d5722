import { type BlockOf, block as anyBlock } from '@engagex/domain/documents';
import { useState } from 'react';
import { Field } from '../../../ui/field.tsx';
import { Textarea } from '../../../ui/textarea.tsx';
import { Segments } from './controls.tsx';
import type { Settings } from './node-settings.ts';

/** Source of the author's own. What would break the message around it stays in the field, with what is wrong. */
export function RawControl({ block, settings }: { block: BlockOf<'raw'>; settings: Settings }) {
  const [typed, setTyped] = useState(block.source);
  const [seen, setSeen] = useState(block.source);
  if (block.source !== seen) {
    setSeen(block.source);
    setTyped(block.source);
  }
  const checked = anyBlock.safeParse({ ...block, source: typed });
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
      <Field label="Source" error={checked.error?.issues[0]?.message} help="Liquid works here.">
        <Textarea
          className="max-h-90 font-mono text-sm"
          spellCheck={false}
          value={typed}
          onChange={({ target }) => {
            setTyped(target.value);
            if (anyBlock.safeParse({ ...block, source: target.value }).success) settings.type('source', target.value);
          }}
        />
      </Field>
    </>
  );
}
