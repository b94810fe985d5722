/** The files of a drop or a paste; what is no image is for the server to refuse in words. */
export function filesIn(data: DataTransfer | null): File[] {
  return [...(data?.files ?? [])];
}

/** The web address in what was pasted or dragged from another page; null when it holds none. */
export function addressIn(data: DataTransfer | null): string | null {
  const text = (data?.getData('text/uri-list') || data?.getData('text/plain') || '').trim();
  const [first = ''] = text.split(/\r?\n/).filter((line) => !line.startsWith('#'));
  return /^https?:\/\/\S+$/.test(first) && URL.canParse(first) ? first : null;
}
