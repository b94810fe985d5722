import { Braces } from 'lucide-react';
import { useMemo, useState } from 'react';
import { mentions } from '../../../shared/mentions.ts';
import { notifyProblem } from '../../../ui/toast.tsx';
import { usePastedFiles } from '../images/use-pasted-files.ts';
import type { TextKind } from '../rich-text/extensions.ts';
import type { OurText } from '../rich-text/our-json.ts';
import { type SuggestionItem, SuggestionList } from '../rich-text/suggestion-list.tsx';
import type { SuggestionState } from '../rich-text/suggestions.ts';
import { TextEditor } from '../rich-text/text-editor.tsx';
import { useTextSession } from '../rich-text/text-session.ts';
import { useBlockVariables } from '../rich-text/use-variables.ts';
import { insertBlock } from '../state/actions.ts';
import { blockNames } from '../state/block-names.ts';
import { useEditorStore } from '../state/editor-context.ts';
import type { EditedText } from '../state/editor-store.ts';
import { insertable } from '../state/insertable.ts';
import { copiedType } from '../clipboard/copied.ts';
import { pasteInto } from '../clipboard/clipboard.ts';

interface EditedTextFieldProps {
  readonly id: string;
  readonly path: string;
  readonly value: OurText;
  readonly kind: TextKind;
  readonly label: string;
  readonly placeholder: string;
  readonly at: EditedText['at'];
}

/** The text with the cursor in it, with what is suggested while somebody types `/` or `{{`. */
export function EditedTextField({ id, path, ...text }: EditedTextFieldProps) {
  const store = useEditorStore();
  const session = useTextSession();
  const onFiles = usePastedFiles();
  const [suggestion, setSuggestion] = useState<SuggestionState | null>(null);
  const [active, setActive] = useState(0);
  /** Where the list was closed: it stays away until another one is begun. */
  const [closedAt, setClosedAt] = useState<number | null>(null);
  const items = useSuggestions(id, text.kind, suggestion);
  const isOpen = suggestion !== null && suggestion.from !== closedAt && items.length > 0;

  function suggest(state: SuggestionState | null) {
    setSuggestion(state);
    setActive(0);
    if (state === null || state.from !== closedAt) setClosedAt(null);
  }

  function onKey(key: string): boolean {
    if (!isOpen) return false;
    if (key === 'ArrowDown') setActive((active + 1) % items.length);
    else if (key === 'ArrowUp') setActive((active - 1 + items.length) % items.length);
    else if (key === 'Enter' || key === 'Tab') items[active]?.choose();
    else if (key === 'Escape') setClosedAt(suggestion.from);
    else return false;
    return true;
  }

  return (
    <>
      <TextEditor
        {...text}
        onChange={(value) => store.write(id, path, value)}
        onRefused={() =>
          notifyProblem('This is more than one text can hold', 'Shorten it, or continue in another block.')
        }
        onEditor={(editor) => (editor ? session.begin(editor, text.kind) : session.end())}
        onSuggest={suggest}
        onSuggestKey={onKey}
        onLeave={() => store.select(id, { focus: true })}
        onUndo={() => store.undo()}
        onRedo={() => store.redo()}
        onPaste={({ clipboardData: data }) => {
          if (!data) return false;
          if (data.getData(copiedType) !== '') return pasteInto(store, data);
          if (data.files.length === 0 || data.getData('text/plain') !== '') return false;
          onFiles([...data.files]);
          return true;
        }}
      />
      {isOpen && <SuggestionList items={items} active={active} left={suggestion.left} bottom={suggestion.bottom} />}
    </>
  );
}

const mostShown = 40;

function useSuggestions(id: string, kind: TextKind, state: SuggestionState | null): readonly SuggestionItem[] {
  const store = useEditorStore();
  const session = useTextSession();
  const variables = useBlockVariables(store.block(id));
  return useMemo(() => {
    if (!state) return [];
    const { trigger, query, from, to } = state;
    const chain = () => session.now?.editor.chain().focus().deleteRange({ from, to });
    const ofBlocks = insertable.map((type): SuggestionItem => {
      const { name, icon, help } = blockNames[type];
      const choose = () => {
        chain()?.run();
        insertBlock(store, type, id);
      };
      return { key: type, label: name, detail: help, group: 'Blocks', icon, choose };
    });
    const ofVariables = variables.map(({ name, label, example }): SuggestionItem => {
      const choose = () =>
        chain()
          ?.insertContent({ type: 'variable', attrs: { name, fallback: '' } })
          .run();
      return { key: name, label, detail: example, group: 'Variables', icon: Braces, choose };
    });
    const offered = trigger === 'slash' && kind === 'rich' ? [...ofBlocks, ...ofVariables] : ofVariables;
    return offered.filter(({ label, key }) => mentions(`${label} ${key}`, query)).slice(0, mostShown);
  }, [state, variables, kind, id, store, session]);
}
