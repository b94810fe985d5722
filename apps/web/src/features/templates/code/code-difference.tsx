import { MergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { codeTheme } from './code-theme.ts';

interface CodeDifferenceProps {
  readonly mine: string;
  readonly theirs: string;
}

/** Two versions of some code side by side, with what differs marked; what is the same is folded. */
export function CodeDifference({ mine, theirs }: CodeDifferenceProps) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!host.current) return;
    const side = (doc: string, name: string) => ({
      doc,
      extensions: [
        lineNumbers(),
        EditorView.lineWrapping,
        EditorState.readOnly.of(true),
        EditorView.contentAttributes.of({ 'aria-label': name, tabindex: '0' }),
        codeTheme,
      ],
    });
    const view = new MergeView({
      a: side(theirs, 'Saved version'),
      b: side(mine, 'Your version'),
      parent: host.current,
      collapseUnchanged: { margin: 2, minSize: 4 },
      gutter: true,
    });
    return () => view.destroy();
  }, [mine, theirs]);
  return (
    <div>
      <div aria-hidden className="grid grid-cols-2 text-sm text-muted">
        <span>Saved</span>
        <span>Yours</span>
      </div>
      <div ref={host} className="max-h-80 overflow-y-auto rounded-md border border-line" />
    </div>
  );
}
