import { Editor } from '@tiptap/core';
import { Placeholder } from '@tiptap/extensions';
import { useEffect, useEffectEvent, useRef } from 'react';
import type { EditedText } from '../state/editor-store.ts';
import { extensionsFor, type TextKind } from './extensions.ts';
import { type OurText, ourText } from './our-json.ts';
import { pastedSlice } from './paste/paste-into.ts';
import { Suggestions, type SuggestionState } from './suggestions.ts';

export interface TextEditorProps {
  readonly kind: TextKind;
  readonly value: OurText;
  readonly label: string;
  readonly placeholder: string;
  readonly at: EditedText['at'];
  readonly onChange: (text: OurText) => void;
  /** More than a text may have: it is not taken. */
  readonly onRefused: () => void;
  readonly onEditor: (editor: Editor | null) => void;
  readonly onSuggest: (state: SuggestionState | null) => void;
  /** True when the list of suggestions took the key. */
  readonly onSuggestKey: (key: string) => boolean;
  readonly onLeave: () => void;
  readonly onUndo: () => void;
  readonly onRedo: () => void;
  /** Files and blocks from elsewhere; true when they were taken. */
  readonly onPaste: (event: ClipboardEvent) => boolean;
}

/** One text with the cursor in it. Undo is the document's own, so there is one order of steps for everything. */
export function TextEditor(props: TextEditorProps) {
  const { kind, value } = props;
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | null>(null);
  const shown = useRef(value);
  const on = useEffectEvent((run: (props: TextEditorProps) => void) => run(props));
  const ask = useEffectEvent((run: (props: TextEditorProps) => boolean) => run(props));

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const made = new Editor({
      element,
      injectCSS: false,
      content: shown.current,
      extensions: [
        ...extensionsFor(kind),
        Placeholder.configure({ placeholder: props.placeholder, showOnlyCurrent: false }),
        Suggestions.configure({
          onState: (state) => on(({ onSuggest }) => onSuggest(state)),
        }),
      ],
      editorProps: {
        attributes: {
          'aria-label': props.label,
          class: 'mail-text',
          role: 'textbox',
          'aria-multiline': String(kind === 'rich'),
        },
        handleKeyDown: (_view, event) => {
          const isUndo = (event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'z';
          const isRedo = (event.ctrlKey && event.key.toLowerCase() === 'y') || (isUndo && event.shiftKey);
          if (ask(({ onSuggestKey }) => onSuggestKey(event.key))) {
            event.preventDefault();
            event.stopPropagation();
            return true;
          }
          if (isRedo) on(({ onRedo }) => onRedo());
          else if (isUndo) on(({ onUndo }) => onUndo());
          else if (event.key === 'Escape') on(({ onLeave }) => onLeave());
          else if (event.key === 'Enter' && kind !== 'rich' && !event.shiftKey) on(({ onLeave }) => onLeave());
          else return false;
          event.preventDefault();
          event.stopPropagation();
          return true;
        },
        handlePaste: (view, event) => {
          if (ask(({ onPaste }) => onPaste(event))) return true;
          const slice = event.clipboardData ? pastedSlice(event.clipboardData, view.state.schema, kind) : null;
          if (!slice) return false;
          view.dispatch(view.state.tr.replaceSelection(slice).scrollIntoView().setMeta('paste', true));
          return true;
        },
      },
      onUpdate: ({ editor: changed }) => {
        const next = ourText(changed.getJSON(), kind);
        if (next) shown.current = next;
        on(({ onChange, onRefused }) => (next ? onChange(next) : onRefused()));
      },
    });
    editor.current = made;
    const { at } = props;
    const place = at ? made.view.posAtCoords({ left: at.x, top: at.y })?.pos : undefined;
    made.commands.focus(place ?? 'end', { scrollIntoView: false });
    on(({ onEditor }) => onEditor(made));
    return () => {
      on(({ onEditor, onSuggest }) => {
        onEditor(null);
        onSuggest(null);
      });
      editor.current = null;
      made.destroy();
    };
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- one editor for as long as the text is edited
  }, [kind]);

  // Undo, or somebody else's change: only what differs is replaced, so that the cursor stays where it was.
  useEffect(() => {
    const current = editor.current;
    if (!current || value === shown.current) return;
    shown.current = value;
    const next = current.schema.nodeFromJSON(value);
    const { doc } = current.state;
    const start = doc.content.findDiffStart(next.content);
    const ends = doc.content.findDiffEnd(next.content);
    if (start === null || !ends) return;
    const overlap = Math.max(0, start - Math.min(ends.a, ends.b));
    const slice = next.slice(start, ends.b + overlap);
    current.view.dispatch(current.state.tr.replace(start, ends.a + overlap, slice).setMeta('preventUpdate', true));
  }, [value]);

  return <div ref={host} className="contents" />;
}
