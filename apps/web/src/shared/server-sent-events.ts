export interface ServerSentEvent {
  readonly name: string;
  readonly data: string;
}

/**
 * Reads `text/event-stream` from a fetch, because EventSource cannot send headers. Ends when the server closes.
 * `noteActivity` is called for whatever arrives, heartbeats included.
 */
export async function* readEvents(response: Response, noteActivity?: () => void): AsyncGenerator<ServerSentEvent> {
  if (!response.body) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    noteActivity?.();
    const blocks = (text + value.replaceAll('\r\n', '\n')).split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = parseEvent(block);
      if (event) yield event;
    }
  }
}

/** One block of the stream; null for comments, which only keep the connection open. */
export function parseEvent(block: string): ServerSentEvent | null {
  let name = 'message';
  const data: string[] = [];
  for (const line of block.split('\n')) {
    if (line.startsWith('event:')) name = line.slice(6).trim();
    if (line.startsWith('data:')) data.push(line.slice(5).replace(/^ /, ''));
  }
  return data.length > 0 ? { name, data: data.join('\n') } : null;
}
