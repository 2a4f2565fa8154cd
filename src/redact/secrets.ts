/** The secrets in the environment: credentials, and the customer id, which is personal data. */
import { percentDecoded } from '../json/text';

const whole = [
	...['IMPRINT_API_KEY', 'IMPRINT_CUSTOMER_ID', 'IMPRINT_CLIENT_KEY_PASSPHRASE'],
	...['PACT_BROKER_TOKEN', 'PACT_BROKER_PASSWORD'],
];

/** URLs that may hold a user and a password. */
const urls = [
	...['IMPRINT_BASE_URL', 'PACT_BROKER_BASE_URL'],
	...['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'],
	...['npm_config_https_proxy', 'npm_config_http_proxy', 'npm_config_proxy'],
];

/** The secrets among the variables, whether or not their values are valid. */
export function secretsOf(variables: NodeJS.ProcessEnv): string[] {
	const values = whole.flatMap((name) => [variables[name] ?? '', variables[name]?.trim() ?? '']);
	return [...values, ...urls.flatMap((name) => credentialsIn(variables[name] ?? ''))].filter((each) => each !== '');
}

/** User and password of a URL: as written, percent-decoded, and joined as HTTP basic sends them. */
function credentialsIn(url: string): string[] {
	const info = /^(?:[a-z][a-z\d+.-]*:)?(?:\/\/)?([^\s/?#]*)@/i.exec(url)?.[1];
	if (info === undefined) return [];
	const [, user = '', password = ''] = /^([^:]*):?(.*)$/s.exec(info) ?? [];
	const meant = [user, password].map(percentDecoded);
	return [user, password, ...meant, meant.join(':')];
}
