import { Annotation, EditorState, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { lineSeparatorOf, withLineEnds } from './line-breaks.ts';

/** A change that comes from elsewhere, such as a version saved in another tab. */
export const fromElsewhere = Annotation.define<true>();

/** A state that holds exactly this text. */
export function stateOf(text: string, extensions: Extension): EditorState {
  return EditorState.create({
    doc: text,
    extensions: [
      EditorState.lineSeparator.of(lineSeparatorOf(text)),
      EditorView.clipboardInputFilter.of((pasted, state) => withLineEnds(pasted, state.lineBreak)),
      extensions,
    ],
  });
}

/** The text, byte for byte as it came where nobody changed it. */
export function textOf(state: EditorState): string {
  return state.sliceDoc();
}
