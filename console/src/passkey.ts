// The authenticator, by the browser's own JSON forms. A release is signed over the digest of the text that was previewed.
export const available = (): boolean => typeof PublicKeyCredential !== "undefined" && "parseRequestOptionsFromJSON" in PublicKeyCredential;

interface Json { toJSON(): Record<string, unknown> }

export async function sign(options: Record<string, unknown>): Promise<Record<string, unknown>> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options as unknown as PublicKeyCredentialRequestOptionsJSON);
  return shown(await navigator.credentials.get({ publicKey }));
}

export async function enrol(options: Record<string, unknown>): Promise<Record<string, unknown>> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options as unknown as PublicKeyCredentialCreationOptionsJSON);
  return shown(await navigator.credentials.create({ publicKey }));
}

function shown(credential: Credential | null): Record<string, unknown> {
  if (!credential) throw new Error("The authenticator gave nothing.");
  return (credential as unknown as Json).toJSON();
}
