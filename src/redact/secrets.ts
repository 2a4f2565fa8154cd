/** The secrets in the environment: credentials, and the values of provider states, which are personal data. */
import { percentDecoded } from '../json/text';

/** A variable of such a name holds a secret, whether a config names it or not. */
const isSecret = (name: string) => /_(API_KEY|TOKEN|PASSWORD|PASSPHRASE|SECRET)$/.test(name);

/**
 * Whether a variable stands beside an API key: `ACME_CUSTOMER_ID` where there is an `ACME_API_KEY`. Without a config, nothing
 * else says that its value is personal.
 */
function isBesideKey(name: string, variables: NodeJS.ProcessEnv): boolean {
	const prefix = name.split('_', 1)[0] ?? '';
	return /_ID$/.test(name) && variables[`${prefix}_API_KEY`] !== undefined;
}

/** URLs that may hold a user and a password. */
const isUrl = (name: string) => name.endsWith('_BASE_URL') || proxies.has(name);

const proxies = new Set([
	...['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'],
	...['npm_config_https_proxy', 'npm_config_http_proxy', 'npm_config_proxy'],
]);

/**
 * The secrets among the variables, whether or not their values are valid; `personal` are the names of those that hold the
 * value of a provider state, such as a customer id.
 */
export function secretsOf(variables: NodeJS.ProcessEnv, personal: readonly string[] = []): string[] {
	return Object.entries(variables)
		.flatMap(([name, value = '']) => {
			if (isUrl(name)) return credentialsIn(value);
			return isSecret(name) || isBesideKey(name, variables) || personal.includes(name) ? [value, value.trim()] : [];
		})
		.filter((each) => each !== '');
}

/** User and password of a URL: as written, percent-decoded, and joined as HTTP basic sends them. */
function credentialsIn(url: string): string[] {
	const info = /^(?:[a-z][a-z\d+.-]*:)?(?:\/\/)?([^\s/?#]*)@/i.exec(url)?.[1];
	if (info === undefined) return [];
	const [, user = '', password = ''] = /^([^:]*):?(.*)$/s.exec(info) ?? [];
	const meant = [user, password].map(percentDecoded);
	return [user, password, ...meant, meant.join(':')];
}
