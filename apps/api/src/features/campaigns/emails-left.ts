import type { Left } from '../plans/index.ts';

/** Why so many people cannot be mailed, and what to do about it. */
export function tooMany(people: number, { plan, most, left, until, isCapped }: Left): string {
  const number = (value: number) => value.toLocaleString('en');
  const day = new Date(until).toLocaleDateString('en', { day: 'numeric', month: 'long', timeZone: 'UTC' });
  if (isCapped)
    return `This campaign would send ${number(people)} emails, and ${number(Math.max(0, left))} fit below the spending cap until ${day}. Choose a smaller audience, send it then, or ask an owner to raise the cap.`;
  return `This campaign would send ${number(people)} emails, and ${number(Math.max(0, left))} of the ${number(most)} in your plan (${plan}) are left until ${day}. Choose a smaller audience, or send it then.`;
}
