/**
 * The line separator with which an editor keeps a text byte for byte: CRLF where every line ends so, or else LF, and what other
 * characters end lines elsewhere stay characters.
 */
export function lineSeparatorOf(text: string): '\n' | '\r\n' {
  return text.includes('\r\n') && !/(^|[^\r])\n/.test(text) ? '\r\n' : '\n';
}

/** What is pasted gets the line ends of the text around it. */
export function withLineEnds(text: string, separator: string): string {
  return text.replaceAll(/\r\n?|\n/g, separator);
}
