import type { Alignment, ColorChoice } from '@engagex/domain/documents';
import { colorRoles } from '@engagex/domain/documents';
import { AlignCenter, AlignLeft, AlignRight, Ban, type LucideIcon } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { cn } from '../../../ui/class-names.ts';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { useBrand } from '../state/brand-context.ts';
import { colorNames } from './color-names.ts';

/** A group of settings under a heading. */
export function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex flex-col gap-3 border-b border-line px-4 py-4 last:border-b-0">
      <h3 className="text-sm font-semibold">{title}</h3>
      {children}
    </section>
  );
}

interface SegmentsProps<Value extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: Value; readonly label: string; readonly icon?: LucideIcon }[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** One of two to four things, side by side. */
export function Segments<Value extends string>({ label, options, value, onChange }: SegmentsProps<Value>) {
  const name = useId();
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium">{label}</legend>
      <div className="flex rounded-md border border-line-strong bg-surface p-0.5">
        {options.map(({ value: option, label: words, icon: Icon }) => (
          <label
            key={option}
            title={words}
            className="flex min-w-0 flex-1 cursor-pointer items-center justify-center rounded-sm px-1.5 py-1 text-center text-sm has-checked:bg-accent-soft has-checked:font-medium has-checked:text-accent has-focus-visible:outline-2 has-focus-visible:outline-focus pointer-coarse:min-h-10"
          >
            <input
              type="radio"
              name={name}
              className="sr-only"
              checked={value === option}
              onChange={() => onChange(option)}
            />
            {Icon ? <Icon aria-hidden className="size-4" /> : <span className="truncate">{words}</span>}
            {Icon && <span className="sr-only">{words}</span>}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

const alignments = [
  { value: 'start', label: 'Start', icon: AlignLeft },
  { value: 'center', label: 'Center', icon: AlignCenter },
  { value: 'end', label: 'End', icon: AlignRight },
] as const;

export function AlignControl({ value, onChange }: { value: Alignment; onChange: (value: Alignment) => void }) {
  return <Segments label="Alignment" options={alignments} value={value} onChange={onChange} />;
}

interface ColorControlProps {
  readonly label: string;
  readonly value: ColorChoice;
  readonly onChange: (value: ColorChoice) => void;
  /** A color that is being picked: many in a row are one step to undo. */
  readonly onPick: (value: ColorChoice) => void;
}

/** The brand's colors first; one of the author's own stays the same in dark mode. */
export function ColorControl({ label, value, onChange, onPick }: ColorControlProps) {
  const { colors } = useBrand();
  const name = useId();
  const isOwn = value.startsWith('#');
  const swatch = 'size-7 cursor-pointer rounded-md border border-line-strong pointer-coarse:size-10';
  const ring =
    'has-checked:ring-2 has-checked:ring-accent-solid has-checked:ring-offset-2 has-checked:ring-offset-surface has-focus-visible:outline-2 has-focus-visible:outline-focus';
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium">{label}</legend>
      <div className="flex flex-wrap gap-2">
        {(['brand', ...colorRoles] as const).map((choice) => (
          <label
            key={choice}
            title={choice === 'brand' ? 'Brand default' : colorNames[choice]}
            className={cn(swatch, ring, 'flex items-center justify-center bg-surface')}
            style={choice === 'brand' ? undefined : { background: colors.light[choice] }}
          >
            <input
              type="radio"
              name={name}
              className="sr-only"
              checked={value === choice}
              onChange={() => onChange(choice)}
            />
            {choice === 'brand' && <Ban aria-hidden className="size-4 text-muted" />}
            <span className="sr-only">{choice === 'brand' ? 'Brand default' : colorNames[choice]}</span>
          </label>
        ))}
        <label
          title="Own color"
          className={cn(
            swatch,
            'relative overflow-hidden has-focus-visible:outline-2 has-focus-visible:outline-focus',
            isOwn && 'ring-2 ring-accent-solid ring-offset-2 ring-offset-surface',
          )}
          style={{
            background: isOwn ? value : 'conic-gradient(#e5484d, #f5d90a, #30a46c, #3e63dd, #8e4ec6, #e5484d)',
          }}
        >
          <span className="sr-only">Own color</span>
          <input
            type="color"
            className="absolute inset-0 size-full cursor-pointer opacity-0"
            value={isOwn ? value : colors.light.primary}
            onChange={({ target }) => {
              const picked = target.value.toLowerCase();
              if (isHex(picked)) onPick(picked);
            }}
          />
        </label>
      </div>
    </fieldset>
  );
}

function isHex(text: string): text is `#${string}` {
  return /^#[0-9a-f]{6}$/.test(text);
}

interface NumberControlProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly unit?: string;
  readonly onChange: (value: number) => void;
  readonly className?: string;
}

/** A whole number; what is typed beyond the limits is the limit. */
export function NumberControl({ label, value, min, max, unit = 'px', onChange, className }: NumberControlProps) {
  return (
    <Field label={label} className={cn('min-w-0', className)}>
      <span className="relative">
        <Input
          type="number"
          min={min}
          max={max}
          value={value}
          className="pr-8"
          onChange={({ target }) => {
            const typed = Math.round(target.valueAsNumber);
            if (Number.isFinite(typed)) onChange(Math.max(min, Math.min(max, typed)));
          }}
        />
        <span
          aria-hidden
          className="pointer-events-none absolute inset-y-0 right-3 flex items-center text-sm text-muted"
        >
          {unit}
        </span>
      </span>
    </Field>
  );
}
