/** What the provider is trusted by, and what it is shown in return. */

/** PEM, each as text or bytes. */
export interface TlsMaterial {
	/** Trusted beside the roots that Node trusts. */
	readonly ca?: string | Buffer;
	readonly cert?: string | Buffer;
	readonly key?: string | Buffer;
	readonly passphrase?: string;
}
