/** The list of people on the page of a report. */
export const peopleId = 'people';

/** Goes to the list that a number leads to, with focus: once the list is that of the number. */
export function showPeople(): void {
  requestAnimationFrame(() => {
    const people = document.getElementById(peopleId);
    people?.focus({ preventScroll: true });
    people?.scrollIntoView({ block: 'start' });
  });
}
