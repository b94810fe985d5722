import { Check, Minus } from 'lucide-react';
import { useId, useImperativeHandle, useLayoutEffect, useRef, type ComponentProps, type ReactNode } from 'react';
import { cn } from './class-names.ts';

type CheckboxBoxProps = Omit<ComponentProps<'input'>, 'type'> & {
  /** Neither all nor none of what it stands for. */
  indeterminate?: boolean;
};

const boxClass =
  'peer col-start-1 row-start-1 size-4 appearance-none rounded-sm border border-line-strong bg-surface checked:border-accent-solid checked:bg-accent-solid indeterminate:border-accent-solid indeterminate:bg-accent-solid disabled:opacity-55 pointer-coarse:size-5';
/** Above the box, which is faded when it is disabled. */
const markClass = 'pointer-events-none invisible z-1 col-start-1 row-start-1 m-auto size-3.5 text-on-solid';

/** The box alone, for tables: `<CheckboxBox aria-label="Select Ada" checked={…} onChange={…} />` */
export function CheckboxBox({ indeterminate = false, className, ref, ...props }: CheckboxBoxProps) {
  const box = useRef<HTMLInputElement>(null);
  useImperativeHandle<HTMLInputElement | null, HTMLInputElement | null>(ref, () => box.current);
  useLayoutEffect(() => {
    if (box.current) box.current.indeterminate = indeterminate; // there is no attribute for it
  }, [indeterminate]);
  return (
    <span className={cn('inline-grid w-fit shrink-0', className)}>
      <input {...props} type="checkbox" ref={box} className={boxClass} />
      <Check aria-hidden strokeWidth={3} className={cn(markClass, 'peer-[:checked:not(:indeterminate)]:visible')} />
      <Minus aria-hidden strokeWidth={3} className={cn(markClass, 'peer-indeterminate:visible')} />
    </span>
  );
}

/** A box with its words: `<Checkbox label="Add everyone to a group" help="…" {...form.register('addToGroup')} />` */
export function Checkbox({
  label,
  help,
  className,
  ...props
}: CheckboxBoxProps & { label: ReactNode; help?: ReactNode }) {
  const id = useId();
  return (
    <div className={cn('grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-2', className)}>
      <CheckboxBox {...props} id={id} aria-describedby={help ? `${id}-help` : undefined} />
      <label htmlFor={id} className="py-1 wrap-anywhere">
        {label}
      </label>
      {help && (
        <p id={`${id}-help`} className="col-start-2 text-sm text-muted">
          {help}
        </p>
      )}
    </div>
  );
}
