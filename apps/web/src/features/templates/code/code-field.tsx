import { lazy, Suspense, useId } from 'react';
import { Skeleton } from '../../../ui/skeleton.tsx';
import type { CodeEditorProps } from './code-editor.tsx';

/** A chunk of its own: only pages with code in them load the editor. */
const CodeEditor = lazy(async () => ({ default: (await import('./code-editor.tsx')).CodeEditor }));

interface CodeFieldProps extends Omit<CodeEditorProps, 'labelledBy' | 'describedBy'> {
  readonly label: string;
  readonly error?: string | undefined;
}

/** The code of a template with its label, and how to leave it by keyboard. */
export function CodeField({ label, error, ...editor }: CodeFieldProps) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1.5">
      <span id={`${id}-label`} className="font-medium">
        {label}
      </span>
      <Suspense fallback={<Skeleton className="h-120" />}>
        <CodeEditor {...editor} labelledBy={`${id}-label`} describedBy={`${id}-help`} />
      </Suspense>
      <p aria-live="polite" className="text-sm text-danger empty:hidden">
        {error}
      </p>
      <p id={`${id}-help`} className="text-sm text-muted">
        Tab indents. To leave the editor, press Escape, then Tab.
      </p>
    </div>
  );
}
