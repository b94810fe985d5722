/** A list that opens below a control: as wide as that, and no larger than there is room. */
export const popupClass =
  'max-w-(--available-width) min-w-(--anchor-width) overflow-y-auto rounded-md border border-line bg-raised shadow-raised outline-none';

/** One line of such a list, large enough for a finger. */
export const optionClass =
  'cursor-default rounded-sm px-2 py-1.5 outline-none data-highlighted:bg-hover pointer-coarse:py-2.5';
