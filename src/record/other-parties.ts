/** A pact of parties that the config does not name. It is recorded, and not judged: the config has one spec and provider. */
import type { Settings } from '../config/settings';
import { type Finding, finding } from '../exchange/finding';
import type { PactFile } from '../pact/pact-file';

type Named = Pick<PactFile, 'file' | 'consumer' | 'provider'>;

/** Undefined where the parties are those of the config, or there is no config. */
export function otherParties({ file, consumer, provider }: Named, settings: Settings): Finding | undefined {
	const isSame = (expected: string | undefined, name: string) => expected === undefined || expected === name;
	if (isSame(settings.consumer, consumer) && isSame(settings.provider.name, provider)) return undefined;
	return finding({
		code: 'pact.skipped',
		title: `${file} is between ${consumer} and ${provider}, which ${settings.file ?? 'the config'} does not name, so it was not judged.`,
		fix: [`Judge it by a config of its own (\`contract check ${file} --spec FILE\`).`],
		at: { file, pointer: '' },
		detail: file,
	});
}
