import { cn } from '../../../ui/class-names.ts';
import { CopyButton } from '../../../ui/copy-button.tsx';

interface CopiedValueProps {
  readonly label: string;
  readonly text: string;
  /** Of what the value is, for the button: `Value of the DKIM key`. */
  readonly of: string;
  readonly className?: string;
}

/** A field of a DNS host's form, with what goes into it. */
export function CopiedValue({ label, text, of, className }: CopiedValueProps) {
  return (
    <div className={cn('min-w-0', className)}>
      <dt className="text-xs font-medium text-muted">{label}</dt>
      <dd className="flex items-start gap-1">
        <code className="min-w-0 pt-1 font-mono text-sm wrap-anywhere">
          {text === '' ? <span className="font-sans text-muted">leave empty</span> : text}
        </code>
        {text !== '' && <CopyButton text={text} label={`Copy ${label.toLowerCase()} of ${of}`} />}
      </dd>
    </div>
  );
}
