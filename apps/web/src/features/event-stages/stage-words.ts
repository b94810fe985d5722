const names: Readonly<Record<string, string>> = {
  people: 'People and merges',
  contacts: 'Events of contacts',
  event_schema: 'Event schema',
  losses: 'Lost events',
  segments: 'Segment membership',
};

/** What a stage is called; one without a name of its own by its code. */
export function stageName(stage: string): string {
  const words = stage.replaceAll(/[_-]/g, ' ');
  return names[stage] ?? words.charAt(0).toUpperCase() + words.slice(1);
}
