import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { imagesRoutes, type ImageView } from '@engagex/domain/images';
import { Refused, type TestMember } from './test-api.ts';

/** Uploads an image as a page does; throws `Refused`. */
export async function uploadImage(member: TestMember, bytes: Buffer, name = 'Summer.jpg'): Promise<ImageView> {
  const form = new FormData();
  form.set('file', new File([new Uint8Array(bytes)], name));
  const answer = await member.fetch(imagesRoutes.upload.path, { method: 'POST', body: form });
  if (!answer.ok) throw new Refused(answer.status, (await answer.json()) as Refused['problem']); // a problem
  return (await answer.json()) as ImageView; // what the route answers
}

/** A web server on loopback, where images are to be fetched from. */
export async function serve(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo; // a server that listens on TCP has one
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
