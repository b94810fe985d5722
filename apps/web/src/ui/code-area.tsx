import { useRef, type ComponentProps } from 'react';
import { cn } from './class-names.ts';
import { useField } from './field.tsx';
import { controlClass } from './input.tsx';

type CodeAreaProps = Omit<ComponentProps<'textarea'>, 'value'> & {
  readonly value: string;
  /** Lines to mark, counted from 1; the words belong into the field's error or a list beside it. */
  readonly problemLines?: readonly number[];
};

/**
 * Plain text with line numbers, for templates. A native textarea: Tab leaves it, undo and screen readers work.
 *
 *     <Field label="HTML" error={…}><CodeArea value={html} onChange={…} problemLines={[12]} className="h-120" /></Field>
 */
export function CodeArea({ value, problemLines = [], className, ...props }: CodeAreaProps) {
  const numbers = useRef<HTMLDivElement>(null);
  const lines = value.split('\n').length;
  const problems = new Set(problemLines);
  return (
    <div
      className={cn(
        controlClass,
        'flex h-80 overflow-clip p-0 font-mono text-sm focus-within:outline-2 focus-within:outline-focus',
        className,
      )}
    >
      <div
        ref={numbers}
        aria-hidden
        className="min-w-10 shrink-0 overflow-hidden border-r border-line bg-subtle py-2 text-right text-muted select-none"
      >
        {Array.from({ length: lines }, (_, index) => (
          <div
            key={index}
            className={cn('px-2 leading-5', problems.has(index + 1) && 'bg-danger-soft font-semibold text-danger')}
          >
            {index + 1}
          </div>
        ))}
        <div className="h-10" />
      </div>
      <textarea
        {...useField()}
        wrap="off"
        spellCheck={false}
        autoCapitalize="off"
        autoCorrect="off"
        {...props}
        value={value}
        onScroll={(event) => numbers.current?.scrollTo({ top: event.currentTarget.scrollTop })}
        className="min-w-0 flex-1 resize-none bg-transparent px-3 py-2 leading-5 outline-none"
      />
    </div>
  );
}
