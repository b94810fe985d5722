import { Check } from 'lucide-react';
import { Link } from 'wouter';
import { cn } from './class-names.ts';

export interface Step {
  readonly name: string;
  readonly isDone: boolean;
  /** Where the step is edited; left out while it cannot be reached yet. */
  readonly href?: string;
}

/** The named steps of a wizard: `<Stepper label="Steps of the campaign" steps={steps} current={1} />`, counted from 0. */
export function Stepper({ label, steps, current }: { label: string; steps: readonly Step[]; current: number }) {
  return (
    <nav aria-label={label}>
      <ol className="flex gap-2 sm:gap-4">
        {steps.map((step, index) => (
          <li
            key={step.name}
            aria-current={index === current ? 'step' : undefined}
            className={cn(
              'min-w-0 flex-1 border-t-2 pt-2',
              index === current && 'max-sm:flex-none', // its name is the only one there is room for
              index <= current || step.isDone ? 'border-accent-solid' : 'border-line',
            )}
          >
            <StepName step={step} number={index + 1} isCurrent={index === current} />
          </li>
        ))}
      </ol>
    </nav>
  );
}

function StepName({ step, number, isCurrent }: { step: Step; number: number; isCurrent: boolean }) {
  const content = (
    <>
      <span className="shrink-0 text-sm text-muted">
        {step.isDone ? (
          <>
            <Check aria-hidden className="size-4 text-accent" strokeWidth={2.5} />
            <span className="sr-only">Done:</span>
          </>
        ) : (
          `${number}.`
        )}
      </span>
      <span className={cn('truncate max-sm:hidden', isCurrent ? 'font-semibold max-sm:block' : 'text-muted')}>
        {step.name}
      </span>
    </>
  );
  const className = 'flex items-center gap-1.5 rounded-sm';
  return step.href && !isCurrent ? (
    <Link
      href={step.href}
      aria-label={step.isDone ? `${step.name}, done` : step.name}
      className={cn(className, 'hover:underline')}
    >
      {content}
    </Link>
  ) : (
    <span className={className}>{content}</span>
  );
}
