import { CircleCheck, CircleDashed, Info, OctagonX, TriangleAlert, type LucideIcon } from 'lucide-react';

/** What a colour says. It never says it alone: an icon or a word is next to it. */
export type Meaning = 'good' | 'warning' | 'danger' | 'info' | 'neutral';

export const iconOf: Readonly<Record<Meaning, LucideIcon>> = {
  good: CircleCheck,
  warning: TriangleAlert,
  danger: OctagonX,
  info: Info,
  neutral: CircleDashed,
};

export const softOf: Readonly<Record<Meaning, string>> = {
  good: 'bg-good-soft border-good-line text-good',
  warning: 'bg-warning-soft border-warning-line text-warning',
  danger: 'bg-danger-soft border-danger-line text-danger',
  info: 'bg-info-soft border-info-line text-info',
  neutral: 'bg-subtle border-line text-muted',
};

export const fillOf: Readonly<Record<Meaning, string>> = {
  good: 'bg-good-solid',
  warning: 'bg-warning-solid',
  danger: 'bg-danger-solid',
  info: 'bg-info-solid',
  neutral: 'bg-neutral-solid',
};
