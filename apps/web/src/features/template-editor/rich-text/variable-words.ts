/** What stands for a variable on the canvas: `First name`. */
export function variableWords(name: string): string {
  const words = (name.split('.').at(-1) ?? name).replaceAll('_', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What is said of it when the pointer rests on it. */
export function variableTitle(name: string, fallback: string): string {
  return fallback === '' ? name : `${name}, or “${fallback}” where it is empty`;
}
