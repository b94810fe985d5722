import type { ComponentProps } from 'react';
import { cn } from './class-names.ts';
import { useField } from './field.tsx';

/** The look all text controls share. */
export const controlClass =
  'w-full rounded-md border border-line-strong bg-surface px-3 text-ink transition-colors focus-visible:outline-offset-0 aria-invalid:border-danger disabled:bg-subtle disabled:text-muted pointer-coarse:text-lg';

/** One line of text, inside a `Field` or with an `aria-label`: `<Input type="email" {...form.register('email')} />` */
export function Input({ className, ...props }: ComponentProps<'input'>) {
  return <input {...useField()} {...props} className={cn(controlClass, 'h-8 pointer-coarse:h-11', className)} />;
}
