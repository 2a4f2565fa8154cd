/** What the entries of one recording share. */
import type { Spec } from '../../openapi/spec';
import type { Secrets } from './secrets';
import type { Shapes } from './stand-in';
import type { Vocabulary } from './vocabulary';

export interface Means {
	readonly spec: Spec;
	readonly provider: URL;
	readonly shapes: Shapes;
	readonly secrets: Secrets;
	/** Whether what the provider sent stays. */
	readonly showValues: boolean;
	readonly vocabulary: Vocabulary;
}
