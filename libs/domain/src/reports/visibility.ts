/** Who sees a saved report or dashboard: its author alone, or everybody in the organization. */
export const visibilities = ['private', 'organization'] as const;
export type Visibility = (typeof visibilities)[number];
