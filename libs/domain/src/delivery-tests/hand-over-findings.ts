import { arrivalMinutes, type DeliveryTestFacts, type Finding } from './delivery-test-facts.ts';
import { finding, lasted } from './finding.ts';

export function handOverFinding({ arrival, transport }: DeliveryTestFacts): Finding {
  const evidence = { Response: arrival?.response };
  const state = arrival?.state ?? 'waiting';
  switch (state) {
    case 'accepted':
      return finding('hand_over', 'pass', `${transport} accepted the test message.`, evidence);
    case 'not_taken':
      return finding(
        'hand_over',
        'fail',
        `${transport} did not accept the test message. Fix what it says, then test again.`,
        evidence,
      );
    case 'unknown':
      return finding(
        'hand_over',
        'warn',
        `The answer of ${transport} was lost. The test message may have been accepted and is still waited for.`,
        evidence,
      );
    case 'waiting':
    case 'submitting':
      return finding('hand_over', 'unknown', 'The test message has not been handed over yet.');
  }
}

export function encryptionFinding({ arrival, transport, provider }: DeliveryTestFacts): Finding {
  if (provider) return finding('encryption', 'pass', `Messages are handed to ${provider} over HTTPS.`);
  const { encryption = null, state } = arrival ?? {};
  if (state !== 'accepted')
    return finding('encryption', 'unknown', 'Nothing was handed over, so nothing was encrypted.');
  if (!encryption) return finding('encryption', 'unknown', 'This connection does not tell how it is encrypted.');
  const { protocol, cipher, isLocal } = encryption;
  if (protocol)
    return finding(
      'encryption',
      'pass',
      `The connection to ${transport} is encrypted and its certificate was checked.`,
      {
        Protocol: protocol,
        Cipher: cipher,
      },
    );
  if (isLocal)
    return finding('encryption', 'pass', 'The mail server runs on the same machine, so nothing crosses a network.');
  return finding(
    'encryption',
    'warn',
    `Messages and the password travel to ${transport} unencrypted. Set its security to STARTTLS or TLS.`,
  );
}

export function arrivalFinding({ arrival, inboundHost }: DeliveryTestFacts): Finding {
  if (arrival?.cameAt) {
    const time = arrival.handedAt ? ` after ${lasted(arrival.handedAt, arrival.cameAt)}` : '';
    return finding('arrival', 'pass', `The test message arrived${time}.`, {
      'Delivered by': arrival.seen && `${arrival.seen.helo} (${arrival.seen.ip})`,
      Encryption: arrival.seen && (arrival.seen.tls ?? 'None'),
    });
  }
  if (arrival?.state === 'not_taken') return finding('arrival', 'unknown', 'The test message was not accepted.');
  if (arrival?.isOverdue)
    return finding(
      'arrival',
      'fail',
      `The test message did not arrive within ${arrivalMinutes} minutes. Look for it in the queue and log of the mail server, and check that it can reach ${inboundHost ?? 'this installation'} on port 25.`,
    );
  return finding('arrival', 'unknown', 'The test message has not arrived yet.');
}
