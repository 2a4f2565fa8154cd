/**
 * Writes what was exchanged with a provider as a recording that is judged as the exchange was, without what the provider
 * said of anybody and without our own secrets.
 */

import type { Recorded } from '../../http/wire';
import type { Spec } from '../../openapi/spec';
import { entryOf } from './entry-of';
import { creatorName, type Har } from './har';
import { secretsFrom } from './secrets';
import { Shapes } from './stand-in';
import { vocabularyOf } from './vocabulary';

export interface HarOptions {
	readonly spec: Spec;
	/** Its origin and base path stand before what was asked for. */
	readonly provider: URL;
	/** Whether what the provider sent stays. */
	readonly showValues: boolean;
	/** Replaced wherever they stand, whatever stays: the key, the customer's id. */
	readonly secrets: readonly string[];
	/** Ours. */
	readonly version: string;
}

/** Never throws over what was exchanged. */
export function harOf(exchanges: readonly Recorded[], options: HarOptions): Har {
	const { spec, provider, showValues, version } = options;
	const shapes = new Shapes();
	const secrets = secretsFrom(options.secrets, shapes);
	const means = { spec, provider, shapes, secrets, showValues, vocabulary: vocabularyOf(spec) };
	const comment = showValues
		? 'Secrets are replaced. The values are those that the provider sent.'
		: 'Secrets and the values that the provider sent are replaced by invented ones, which the description judges alike.';
	return {
		log: {
			version: '1.2',
			creator: { name: creatorName, version },
			entries: exchanges.map((each) => entryOf(each, means)),
			comment,
		},
	};
}
