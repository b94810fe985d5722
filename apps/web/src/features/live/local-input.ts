/** What `<input type="datetime-local">` shows for an instant: the wall clock of this device, with seconds. */
export function localInput(instant: string): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return '';
  const wall = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return wall.toISOString().slice(0, 19);
}

/** The instant that was typed. */
export function instantOfInput(text: string): string {
  return new Date(text).toISOString();
}
