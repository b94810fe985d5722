import { type Block, type Place, placeOf, type Section } from '@engagex/domain/documents';
import { ChevronRight } from 'lucide-react';
import { memo, useDeferredValue } from 'react';
import { TranslationPanel } from '../languages/translation-panel.tsx';
import { blockNames, labelOfSection } from '../state/block-names.ts';
import { useEditorState, useEditorStore } from '../state/editor-context.ts';
import { BlockContent } from './block-content.tsx';
import { BlockStyle } from './block-style.tsx';
import { ConditionFields } from './condition-fields.tsx';
import { Group, Segments } from './controls.tsx';
import { useSettings } from './node-settings.ts';
import { RepeatFields } from './repeat-fields.tsx';
import { ColumnSettings, SectionSettings } from './section-settings.tsx';

/** The settings of what is selected; without a selection, those of the message. */
export const StylePanel = memo(function StylePanel() {
  const selectedId = useEditorState((state) => state.selectedId);
  const language = useEditorState((state) => state.language);
  const isWriting = useEditorState((state) => state.isWriting);
  const now = useEditorState(({ history }) => history.document);
  // While somebody writes, the letters come first.
  const later = useDeferredValue(now);
  const document = isWriting ? later : now;
  const place = selectedId === null ? null : placeOf(document, selectedId);
  if (!place) return <MessageSettings />;
  if (language !== null && place.kind === 'block') return <TranslationPanel block={place.node} language={language} />;
  const section = place.kind === 'section' ? place.node : place.section;
  const index = document.sections.findIndex(({ id }) => id === section.id);
  return (
    <NodeSettings
      key={place.node.id}
      node={place.node}
      section={place.kind === 'block' ? null : section}
      sectionId={section.id}
      sectionName={labelOfSection(section, index)}
    />
  );
});

interface NodeSettingsProps {
  readonly node: Place['node'];
  /** Of a section or column. */
  readonly section: Section | null;
  readonly sectionId: string;
  readonly sectionName: string;
}

const NodeSettings = memo(function NodeSettings({ node, section, sectionId, sectionName }: NodeSettingsProps) {
  const store = useEditorStore();
  const block = 'type' in node ? node : null;
  const name = block ? blockNames[block.type].name : 'columns' in node ? null : 'Column';
  return (
    <div data-undo="document" className="flex flex-col">
      <nav aria-label="Selected" className="flex items-center gap-1 border-b border-line px-4 py-2.5 text-sm">
        <button
          type="button"
          className="rounded-sm text-muted hover:text-ink hover:underline aria-[current]:font-semibold aria-[current]:text-ink"
          aria-current={name === null ? 'true' : undefined}
          onClick={() => store.select(sectionId)}
        >
          {sectionName}
        </button>
        {name && (
          <>
            <ChevronRight aria-hidden className="size-3.5 text-muted" />
            <span className="font-semibold">{name}</span>
          </>
        )}
      </nav>
      {block && <BlockContent block={block} />}
      {block && <BlockStyle block={block} />}
      {'columns' in node && <SectionSettings section={node} />}
      {'blocks' in node && section && <ColumnSettings column={node} section={section} />}
      {!('blocks' in node) && <Shown node={node} />}
    </div>
  );
});

function Shown({ node }: { node: Block | Section }) {
  const settings = useSettings(node);
  const condition = 'condition' in node ? node.condition : undefined;
  const repeat = 'repeat' in node ? node.repeat : undefined;
  return (
    <Group title="Who sees this">
      <ConditionFields value={condition} onChange={(next) => settings.type('condition', next)} />
      <RepeatFields
        label="Repeat for each item of a list"
        value={repeat}
        onChange={(next) => settings.type('repeat', next)}
      />
    </Group>
  );
}

const directions = [
  { value: 'brand', label: 'Brand' },
  { value: 'ltr', label: 'Left to right' },
  { value: 'rtl', label: 'Right to left' },
] as const;

function MessageSettings() {
  const store = useEditorStore();
  const direction = useEditorState(({ history }) => history.document.direction);
  return (
    <Group title="Message">
      <p className="text-sm text-muted">Select a block to change how it looks.</p>
      <Segments
        label="Direction of text"
        options={directions}
        value={direction}
        onChange={(next) => store.do({ do: 'set-direction', direction: next })}
      />
    </Group>
  );
}
