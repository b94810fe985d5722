/** What second factors ask of the BFF, which asks the API. */
import {
  recoveryCodes,
  secondFactorsView,
  signInAnswer,
  totpSetup,
  type SecondFactorsView,
} from '@engagex/domain/accounts';
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';
import { queryOptions } from '@tanstack/react-query';
import { post, send } from '../../shared/http.ts';
import { enter } from '../../shared/session.ts';

export const secondFactorsQuery = queryOptions({
  queryKey: ['second-factors'],
  queryFn: async ({ signal }) => secondFactorsView.parse(await (await send('/auth/second-factors', { signal })).json()),
});

/** Which second factors the half-finished sign-in may be finished with. */
export const pendingQuery = queryOptions({
  queryKey: ['pending-sign-in'],
  queryFn: async ({ signal }) =>
    signInAnswer.parse(await (await send('/auth/sign-in/second-factor', { signal })).json()),
  retry: false,
});

export const signInWithCode = (input: { code: string }) => enter('/auth/sign-in/second-factor/code', input);

/** Both factors at once, or the second one after a password. */
export async function signInWithPasskey(step: 'alone' | 'second-factor'): Promise<void> {
  const path = step === 'alone' ? '/auth/sign-in/passkey' : '/auth/sign-in/second-factor/passkey';
  await enter(path, { response: await askPasskey(`${path}/options`) });
}

export async function confirmWithPassword(input: { password: string }): Promise<void> {
  await post('/auth/confirm/password', input);
}

export async function confirmWithCode(input: { code: string }): Promise<void> {
  await post('/auth/confirm/code', input);
}

export async function confirmWithPasskey(): Promise<void> {
  await post('/auth/confirm/passkey', { response: await askPasskey('/auth/confirm/passkey/options') });
}

export async function beginTotp() {
  return totpSetup.parse(await post('/auth/totp', {}));
}

/** The recovery codes to keep; none when there are some already. */
export async function confirmTotp(input: { code: string }): Promise<string[]> {
  return recoveryCodes.parse(await post('/auth/totp/confirm', input)).codes;
}

export async function addPasskey(name: string): Promise<string[]> {
  const { startRegistration } = await import('@simplewebauthn/browser');
  const options = (await post('/auth/passkeys/options', {})) as PublicKeyCredentialCreationOptionsJSON; // made by the server's half of this library
  const response = await startRegistration({ optionsJSON: options });
  return recoveryCodes.parse(await post('/auth/passkeys', { name, response })).codes;
}

export async function renewRecoveryCodes(): Promise<string[]> {
  return recoveryCodes.parse(await post('/auth/recovery-codes', {})).codes;
}

export const removeTotp = () => remove('/auth/totp');
export const removePasskey = (id: string) => remove(`/auth/passkeys/${id}`);

async function remove(path: string): Promise<SecondFactorsView> {
  return secondFactorsView.parse(await (await send(path, { method: 'DELETE' })).json());
}

async function askPasskey(path: string) {
  const { startAuthentication } = await import('@simplewebauthn/browser');
  const options = (await post(path, {})) as PublicKeyCredentialRequestOptionsJSON; // as above
  return startAuthentication({ optionsJSON: options });
}
