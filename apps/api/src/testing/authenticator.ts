import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';

const userPresent = 0x01;
const userVerified = 0x04;
const attestedCredential = 0x40;

interface Ceremony {
  readonly challenge: string;
  readonly origin?: string;
  /** Goes up with every use; an authenticator that was copied falls behind. */
  readonly counter?: number;
  /** Whether the person showed a finger, face or PIN. */
  readonly isVerified?: boolean;
  readonly host?: string;
}

/** An authenticator of software: makes one passkey and answers with it (WebAuthn Level 3, sections 6.1 and 6.5, ES256). */
export function newAuthenticator(defaults: { origin: string; userId: string }) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(16);

  const clientData = (type: string, { challenge, origin = defaults.origin }: Ceremony) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));

  function authenticatorData({ counter = 0, isVerified = true, host }: Ceremony, extra: Buffer): Buffer {
    const flags = userPresent | (isVerified ? userVerified : 0) | (extra.length > 0 ? attestedCredential : 0);
    const fixed = Buffer.alloc(5);
    fixed.writeUInt8(flags, 0);
    fixed.writeUInt32BE(counter, 1);
    return Buffer.concat([sha256(host ?? new URL(defaults.origin).hostname), fixed, extra]);
  }

  /** The public key as COSE: a CBOR map of kty EC2, alg ES256, curve P-256, x and y (RFC 9053). */
  function coseKey(): Buffer {
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    const coordinate = (label: number, value: string) =>
      Buffer.concat([Buffer.from([label, 0x58, 0x20]), Buffer.from(value, 'base64url')]);
    return Buffer.concat([Buffer.from('a5010203262001', 'hex'), coordinate(0x21, x), coordinate(0x22, y)]);
  }

  return {
    /** The answer to a request for a new passkey. */
    register(ceremony: Ceremony) {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const data = authenticatorData(ceremony, Buffer.concat([Buffer.alloc(16), length, id, coseKey()]));
      const dataLength = Buffer.from([0x58, data.length]);
      // {"fmt": "none", "attStmt": {}, "authData": …}
      const attestation = Buffer.concat([
        Buffer.from('a363666d74646e6f6e656761747453746d74a0686175746844617461', 'hex'),
        dataLength,
        data,
      ]);
      return answerOf({
        clientDataJSON: clientData('webauthn.create', ceremony).toString('base64url'),
        attestationObject: attestation.toString('base64url'),
        transports: ['internal'],
      });
    },
    /** The answer to a question of a sign-in. */
    sign(ceremony: Ceremony) {
      const data = authenticatorData(ceremony, Buffer.alloc(0));
      const client = clientData('webauthn.get', ceremony);
      const signature = createSign('sha256').update(data).update(sha256(client)).sign(privateKey);
      return answerOf({
        clientDataJSON: client.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: signature.toString('base64url'),
        userHandle: Buffer.from(defaults.userId).toString('base64url'),
      });
    },
  };

  function answerOf(response: object) {
    const name = id.toString('base64url');
    return { id: name, rawId: name, type: 'public-key', clientExtensionResults: {}, response };
  }
}

function sha256(data: string | Buffer): Buffer {
  return createHash('sha256').update(data).digest();
}
