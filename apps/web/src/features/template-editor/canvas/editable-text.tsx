import type { Block } from '@engagex/domain/documents';
import { memo } from 'react';
import { BaseText } from '../languages/translation-marks.tsx';
import type { TextKind } from '../rich-text/extensions.ts';
import type { OurText } from '../rich-text/our-json.ts';
import { StaticText } from '../rich-text/static-text.tsx';
import { useEditorState } from '../state/editor-context.ts';
import { EditedTextField } from './edited-text-field.tsx';

interface EditableTextProps {
  readonly block: Block;
  /** Where in the block the text is, such as `button.label`. */
  readonly path: string;
  readonly value: OurText;
  readonly kind: TextKind;
  readonly label: string;
  readonly placeholder: string;
}

/** A text of a block. A click or Enter puts the cursor into it; until then it is plain HTML, which costs nothing. */
export const EditableText = memo(function EditableText({ block, ...text }: EditableTextProps) {
  const edited = useEditorState(({ text: now }) => (now?.id === block.id && now.path === text.path ? now : null));
  if (edited)
    return (
      <>
        <EditedTextField {...text} id={block.id} at={edited.at} />
        <BaseText id={block.id} path={text.path} />
      </>
    );
  return (
    <div className="mail-text" data-text={text.path}>
      <StaticText text={text.value} placeholder={text.placeholder} />
    </div>
  );
});
