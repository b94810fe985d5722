/** Segment's calls; its `screen` is a page. */
export const eventKinds = ['track', 'page', 'identify', 'alias', 'group'] as const;
export type EventKind = (typeof eventKinds)[number];
