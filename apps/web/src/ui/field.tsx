import { CircleAlert } from 'lucide-react';
import { createContext, use, useId, type ReactNode } from 'react';
import { cn } from './class-names.ts';

interface FieldProps {
  readonly label: ReactNode;
  readonly help?: ReactNode;
  /** What is wrong and what to do, in words: `form.formState.errors.name?.message`. */
  readonly error?: string | undefined;
  readonly optional?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

interface FieldAria {
  readonly id: string;
  readonly labelId: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
}

const FieldContext = createContext<FieldAria | null>(null);

/** What a control needs to belong to the `Field` around it; nothing when it stands alone. */
export function useField(): Partial<Omit<FieldAria, 'labelId'>> {
  const field = use(FieldContext);
  if (!field) return {};
  const { labelId: _, ...aria } = field;
  return aria;
}

/** The id of the surrounding field's label, for controls that are no native input. */
export function useFieldLabel(): string | undefined {
  return use(FieldContext)?.labelId;
}

/**
 * Label above, error and help below, wired to the one control inside (`Input`, `Textarea`, `Select`, `DropZone`):
 *
 *     <Field label="Name" help="Only you see it." error={errors.name?.message}>
 *       <Input {...form.register('name')} />
 *     </Field>
 */
export function Field({ label, help, error, optional = false, className, children }: FieldProps) {
  const id = useId();
  const described = [error && `${id}-error`, help && `${id}-help`].filter(Boolean).join(' ');
  const aria: FieldAria = {
    id,
    labelId: `${id}-label`,
    'aria-describedby': described || undefined,
    'aria-invalid': error ? true : undefined,
  };
  return (
    <div className={cn('flex flex-col gap-1.5', className)}>
      <label id={aria.labelId} htmlFor={id} className="font-medium">
        {label}
        {optional && <span className="font-normal text-muted"> (optional)</span>}
      </label>
      <FieldContext value={aria}>{children}</FieldContext>
      <p id={`${id}-error`} aria-live="polite" className="flex gap-1.5 text-sm text-danger empty:hidden">
        {error && (
          <>
            <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
            {error}
          </>
        )}
      </p>
      {help && (
        <p id={`${id}-help`} className="text-sm text-muted">
          {help}
        </p>
      )}
    </div>
  );
}
