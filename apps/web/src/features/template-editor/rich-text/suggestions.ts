import { Extension } from '@tiptap/core';
import { Plugin, PluginKey } from '@tiptap/pm/state';

/** What is being looked for while somebody types `/` or `{{`. */
export interface SuggestionState {
  readonly trigger: 'slash' | 'variable';
  readonly query: string;
  /** What was typed of it, to be replaced. */
  readonly from: number;
  readonly to: number;
  /** In the window, below the cursor. */
  readonly left: number;
  readonly bottom: number;
}

interface SuggestionOptions {
  readonly onState: (state: SuggestionState | null) => void;
}

const triggers = [
  { trigger: 'variable', pattern: /\{\{\s?([\w. ]{0,40})$/ },
  { trigger: 'slash', pattern: /(?:^|\s)\/([\p{L}\d ]{0,30})$/u },
] as const;

/** Notices `/` and `{{` before the cursor. */
export const Suggestions = Extension.create<SuggestionOptions>({
  name: 'suggestions',
  addOptions: () => ({ onState: () => {} }),
  addProseMirrorPlugins() {
    const { onState } = this.options;
    let shown = false;
    return [
      new Plugin({
        key: new PluginKey('suggestions'),
        view: () => ({
          update: (view, before) => {
            if (view.state.doc.eq(before.doc) && view.state.selection.eq(before.selection)) return;
            const { $from, empty } = view.state.selection;
            const text = empty ? $from.parent.textBetween(0, $from.parentOffset, undefined, '\ufffc') : '';
            for (const { trigger, pattern } of triggers) {
              const found = pattern.exec(text);
              if (!found) continue;
              const length = found[0].trimStart().length;
              const { left, bottom } = view.coordsAtPos($from.pos);
              shown = true;
              return onState({
                trigger,
                query: (found[1] ?? '').trim(),
                from: $from.pos - length,
                to: $from.pos,
                left,
                bottom,
              });
            }
            if (shown) onState(null);
            shown = false;
          },
        }),
      }),
    ];
  },
});
