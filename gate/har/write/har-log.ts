/**
 * Writes what was exchanged with a provider as a recording that is judged as the exchange was, without what the provider
 * said of anybody and without our own secrets.
 */
import { entryOf } from './entry-of';
import { creatorName, type Har } from './har';
import { secretsFrom } from './secrets';
import type { HarOptions, SentAndReceived } from './sent-and-received';
import { Shapes } from './stand-in';
import { vocabularyOf } from './vocabulary';

/** Never throws over what was exchanged. */
export function harOf(exchanges: readonly SentAndReceived[], options: HarOptions): Har {
	const { spec, showValues, version } = options;
	const shapes = new Shapes();
	const secrets = secretsFrom(options.secrets, shapes);
	const means = { spec, shapes, secrets, showValues, vocabulary: vocabularyOf(spec) };
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
