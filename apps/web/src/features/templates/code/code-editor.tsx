import { indentMore } from '@codemirror/commands';
import { lintGutter, setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { basicSetup } from 'codemirror';
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import type { TemplateFormat, TemplateProblem } from '@engagex/domain/templates';
import { firstPlaceIn, snippetAt, type Variable } from '../components/variables.ts';
import { codeLanguage } from './code-language.ts';
import { codeTheme } from './code-theme.ts';
import { diagnosticsOf } from './diagnostics.ts';
import { fromElsewhere, stateOf, textOf } from './editor-state.ts';
import { lineSeparatorOf } from './line-breaks.ts';

/** What others do in an editor. */
export interface CodeEditorHandle {
  /** Selects a line, counted from 1. */
  readonly goToLine: (line: number) => void;
  /** Writes at the cursor, as typing would. */
  readonly insert: (snippet: string) => void;
}

export interface CodeEditorProps {
  /** Kept byte for byte: `onChange` is called for what a person changes, and only then. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly format: TemplateFormat;
  readonly problems: readonly TemplateProblem[];
  readonly variables: readonly Variable[];
  readonly isReadOnly: boolean;
  /** The ids of its label, and of what says how to leave it. */
  readonly labelledBy: string;
  readonly describedBy: string;
  readonly ref?: Ref<CodeEditorHandle>;
}

const language = new Compartment();

/** CodeMirror for the code of a template. Tab indents; Escape and then Tab leaves. */
export function CodeEditor({ value, format, problems, variables, ref, ...props }: CodeEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const setup = useRef<Extension>([]);
  const wasFocused = useRef(false);
  const latest = useRef({ value, variables, onChange: props.onChange });
  latest.current = { ...latest.current, variables, onChange: props.onChange };

  useEffect(() => {
    if (!host.current) return;
    setup.current = [
      basicSetup,
      keymap.of([{ key: 'Tab', run: indent }]),
      lintGutter(),
      codeTheme,
      language.of(codeLanguage(format, () => latest.current.variables)),
      EditorState.readOnly.of(props.isReadOnly),
      EditorView.contentAttributes.of({
        'aria-labelledby': props.labelledBy,
        'aria-describedby': props.describedBy,
        spellcheck: 'false',
        tabindex: '0',
      }),
      EditorView.domEventHandlers({ focus: () => void (wasFocused.current = true) }),
      EditorView.updateListener.of(({ docChanged, state, transactions }) => {
        if (!docChanged || transactions.some((each) => each.annotation(fromElsewhere))) return;
        latest.current.value = textOf(state);
        latest.current.onChange(latest.current.value);
      }),
    ];
    const made = new EditorView({ state: stateOf(latest.current.value, setup.current), parent: host.current });
    view.current = made;
    return () => {
      view.current = null;
      made.destroy();
    };
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the editor begins once; what changes later is given to it below
  }, [props.isReadOnly]);

  useEffect(() => {
    if (!view.current || value === latest.current.value) return;
    latest.current.value = value;
    const { state } = view.current;
    if (lineSeparatorOf(value) !== state.lineBreak) return view.current.setState(stateOf(value, setup.current));
    const changes = { from: 0, to: state.doc.length, insert: state.toText(value) };
    view.current.dispatch({ changes, annotations: fromElsewhere.of(true) });
  }, [value]);

  useEffect(() => {
    view.current?.dispatch({ effects: language.reconfigure(codeLanguage(format, () => latest.current.variables)) });
  }, [format]);

  useEffect(() => {
    if (view.current)
      view.current.dispatch(setDiagnostics(view.current.state, diagnosticsOf(problems, view.current.state.doc)));
  }, [problems]);

  useImperativeHandle(ref, () => ({
    goToLine(number) {
      if (!view.current) return;
      const { doc } = view.current.state;
      const { from, to } = doc.line(Math.min(Math.max(1, number), doc.lines));
      view.current.dispatch({
        selection: { anchor: from, head: to },
        effects: EditorView.scrollIntoView(from, { y: 'center' }),
      });
      view.current.focus();
    },
    insert(snippet) {
      if (!view.current) return;
      const { doc, selection } = view.current.state;
      const text = doc.toString();
      const { from, to } = wasFocused.current ? selection.main : { from: firstPlaceIn(text), to: firstPlaceIn(text) };
      const insert = snippetAt(text, from, snippet);
      view.current.dispatch({
        changes: { from, to, insert },
        selection: { anchor: from + insert.length },
        userEvent: 'input',
      });
      view.current.focus();
    },
  }));

  return <div ref={host} className="h-120 overflow-hidden rounded-md border border-line-strong" />;
}

/** Two spaces at the cursor, or in front of every selected line. */
function indent(target: EditorView): boolean {
  if (!target.state.selection.main.empty) return indentMore(target);
  target.dispatch(target.state.replaceSelection('  '), { userEvent: 'input.indent', scrollIntoView: true });
  return true;
}
