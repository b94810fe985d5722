/** What had the focus last outside of dialogs, menus and lists of choices, all of which close again. */
let last: HTMLElement | null = null;

document.addEventListener('focusin', ({ target }) => {
  if (
    target instanceof HTMLElement &&
    !target.closest('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]')
  )
    last = target;
});

/**
 * `finalFocus` of a dialog: back to what opened it. Base UI notes what had the focus only after a field inside took it,
 * and then returns it to nothing. Within another dialog it is right on its own.
 */
export function finalFocus(): HTMLElement | true {
  const isNested = document.querySelectorAll('[role="dialog"], [role="alertdialog"]').length > 1;
  return !isNested && last?.isConnected ? last : true;
}
