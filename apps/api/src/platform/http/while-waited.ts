import type { FastifyRequest } from 'fastify';

/** Does something long for a request, and tells it when nobody waits for the answer any more. */
export async function whileWaited<T>(request: FastifyRequest, work: (gone: AbortSignal) => Promise<T>): Promise<T> {
  const gone = new AbortController();
  const abort = () => gone.abort();
  const { socket } = request.raw;
  socket.once('close', abort);
  try {
    return await work(gone.signal);
  } finally {
    socket.off('close', abort);
  }
}
