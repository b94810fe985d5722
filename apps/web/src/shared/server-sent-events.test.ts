import { expect, test } from 'vitest';
import { readEvents, type ServerSentEvent } from './server-sent-events.ts';

async function eventsOf(...chunks: readonly string[]): Promise<ServerSentEvent[]> {
  const encoder = new TextEncoder();
  const body = new ReadableStream({
    start(stream) {
      for (const chunk of chunks) stream.enqueue(encoder.encode(chunk));
      stream.close();
    },
  });
  const events: ServerSentEvent[] = [];
  for await (const event of readEvents(new Response(body))) events.push(event);
  return events;
}

test('an event that arrives in pieces is read once it is whole', async () => {
  expect(await eventsOf('event: chan', 'ge\ndata: {"noun":', '"campaigns"}\n', '\n')).toEqual([
    { name: 'change', data: '{"noun":"campaigns"}' },
  ]);
});

test('comments that keep the connection open are no events', async () => {
  expect(await eventsOf(': still here\n\nevent: change\ndata: 1\n\n: still here\n\n')).toEqual([
    { name: 'change', data: '1' },
  ]);
});

test('data over several lines keeps its line breaks', async () => {
  expect(await eventsOf('data: one\r\ndata: two\r\n\r\n')).toEqual([{ name: 'message', data: 'one\ntwo' }]);
});
