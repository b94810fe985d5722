const unsafe: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
};

/** Text for HTML, between tags or in a quoted attribute: read back, it is the same text. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => unsafe[character] ?? character);
}
