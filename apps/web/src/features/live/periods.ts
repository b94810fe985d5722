/** What the numbers are about, up to now. */
export const periods = [
  { value: 'hour', label: 'Last hour', hours: 1 },
  { value: 'day', label: 'Last 24 hours', hours: 24 },
  { value: 'week', label: 'Last 7 days', hours: 7 * 24 },
  { value: 'month', label: 'Last 30 days', hours: 30 * 24 },
] as const;
