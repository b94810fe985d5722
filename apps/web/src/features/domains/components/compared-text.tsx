import type { ComparedPart } from '@engagex/domain/domains';
import { cn } from '../../../ui/class-names.ts';

const looks = {
  same: '',
  missing: 'rounded-xs bg-danger-soft text-danger underline decoration-dashed underline-offset-3',
  extra: 'rounded-xs bg-warning-soft text-warning line-through',
} as const;
const spoken = { same: '', missing: ' (missing: ', extra: ' (not needed: ' } as const;

/** What was found, compared with what is needed, character by character. */
export function ComparedText({ parts }: { parts: readonly ComparedPart[] }) {
  const kinds = new Set(parts.map(({ kind }) => kind));
  return (
    <div className="flex flex-col gap-1">
      <p className="font-mono text-sm wrap-anywhere whitespace-pre-wrap">
        {parts.map(({ kind, text }, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- the parts of a comparison have no other identity
          <span key={index} className={looks[kind]}>
            {kind !== 'same' && <span className="sr-only">{spoken[kind]}</span>}
            {kind === 'same' ? text : visible(text)}
            {kind !== 'same' && <span className="sr-only">) </span>}
          </span>
        ))}
      </p>
      {(kinds.has('missing') || kinds.has('extra')) && (
        <p aria-hidden className="flex flex-wrap gap-x-4 text-xs text-muted">
          {kinds.has('missing') && <span className={cn(looks.missing, 'px-1')}>missing</span>}
          {kinds.has('extra') && <span className={cn(looks.extra, 'px-1')}>remove</span>}
        </p>
      )}
    </div>
  );
}

/** Spaces and line breaks that are wrong must be seen. */
function visible(text: string): string {
  return text.replaceAll(' ', '␣').replaceAll('\n', '⏎').replaceAll('\t', '⇥');
}
