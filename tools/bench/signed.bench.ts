import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import type { TemplateView } from '@engagex/domain/templates';
import { campaignTemplate } from './campaign-template.ts';
import { startMailSink } from './mail-sink.ts';
import { startProduct } from './product.ts';
import { interleave, type Row } from './rounds.ts';
import { buildAudience, sendCampaign } from './sending.bench.ts';

/** SIGNED_SCALE=0.1 is a tenth of it, for a quick look. */
const people = Math.round(20_000 * Number(process.env['SIGNED_SCALE'] ?? 1));
const signatures = 4_000;

/** Messages a second of a campaign that is signed (DKIM, RSA-2048), beside what all cores sign when they do nothing else. */
export async function benchSigned(): Promise<Row[]> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const sink = await startMailSink();
  const product = await startProduct({
    env: {
      SMTP_URL: `smtp://127.0.0.1:${sink.port}`,
      MAIL_ALLOWED_FROM: 'shop.example',
      DKIM_DOMAIN: 'shop.example',
      DKIM_SELECTOR: 'bench',
      DKIM_PRIVATE_KEY: pem,
    },
  });
  const signAsync = promisify(sign);
  const rawSigning = async () => {
    const data = randomBytes(500); // about as long as the headers that are signed
    const started = performance.now();
    let left = signatures;
    const signer = async () => {
      while (left > 0) {
        left -= 1;
        await signAsync('sha256', data, privateKey);
      }
    };
    await Promise.all(Array.from({ length: availableParallelism() }, signer));
    return signatures / ((performance.now() - started) / 1000);
  };
  try {
    const groupId = await buildAudience(product, people);
    const template = await product.browser.post<TemplateView>('/api/templates', campaignTemplate);
    const ours = () => sendCampaign(product, groupId, template.id, people);
    return [
      await interleave('signed: messages per second, beside raw RSA-2048 signing', 'messages/s', 3, ours, rawSigning),
    ];
  } finally {
    await product.stop();
    sink.stop();
  }
}
