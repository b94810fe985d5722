import type { DiffLine } from '@engagex/domain/shared';
import { cn } from './class-names.ts';

const marks = { same: ' ', removed: '−', added: '+', gap: '⋯' } as const;
const looks = { same: '', removed: 'bg-danger-soft', added: 'bg-good-soft', gap: 'text-muted' } as const;
const spoken = { same: '', removed: 'Removed: ', added: 'Added: ', gap: '' } as const;

/** How a text changed, line by line: `<LineDiff lines={diffLines(before, after)} />` */
export function LineDiff({ lines }: { lines: readonly DiffLine[] }) {
  return (
    <pre
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- long lines are scrolled by keyboard, too
      tabIndex={0}
      className="max-h-96 overflow-auto rounded-md border border-line py-1 text-xs"
    >
      {lines.map(({ kind, text }, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- the lines of a diff have no other identity
        <div key={index} className={cn('px-3 whitespace-pre', looks[kind])}>
          <span aria-hidden>{marks[kind]} </span>
          <span className="sr-only">{spoken[kind]}</span>
          {text}
        </div>
      ))}
    </pre>
  );
}
