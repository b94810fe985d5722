import { clsx, type ClassValue } from 'clsx';
import { extendTailwindMerge } from 'tailwind-merge';

const merge = extendTailwindMerge({ extend: { theme: { shadow: ['raised'], animate: ['appear'] } } });

/** Joins class names; of two that contradict each other the later wins. */
export function cn(...values: ClassValue[]): string {
  return merge(clsx(values));
}
