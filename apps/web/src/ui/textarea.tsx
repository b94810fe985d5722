import type { ComponentProps } from 'react';
import { cn } from './class-names.ts';
import { useField } from './field.tsx';
import { controlClass } from './input.tsx';

/** Several lines of text; grows with what is typed: `<Textarea rows={4} {...form.register('text')} />` */
export function Textarea({ className, ...props }: ComponentProps<'textarea'>) {
  return (
    <textarea
      {...useField()}
      rows={3}
      {...props}
      className={cn(controlClass, 'field-sizing-content min-h-20 py-1.5', className)}
    />
  );
}
