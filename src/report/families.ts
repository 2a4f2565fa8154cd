/** Findings that say the same of several interactions, told together: one cause, one paragraph. */
import type { Finding } from '../exchange/finding';

export interface Family {
	readonly first: Finding;
	/** The first one's message, with every interaction that it is about. */
	readonly message: string;
	readonly members: readonly Finding[];
}

/** In the order in which each cause was first met. */
export function families(findings: readonly Finding[]): Family[] {
	const byCause = new Map<string, Finding[]>();
	for (const each of findings) {
		const cause = JSON.stringify([each.code, stemOf(each), each.spec?.file, each.spec?.pointer, each.instance]);
		const family = byCause.get(cause);
		if (family) family.push(each);
		else byCause.set(cause, [each]);
	}
	return [...byCause.values()].flatMap((members) => {
		const [first] = members;
		if (!first) return [];
		if (members.length === 1) return [{ first, message: first.message, members }];
		const subjects = members.map(({ interaction }) => `"${interaction?.description ?? ''}"`);
		return [{ first, message: `${stemOf(first)}: ${subjects.join(', ')}`, members }];
	});
}

/** A message ends in its subject, the interaction; the stem is what stands before. */
function stemOf({ message, interaction }: Finding): string {
	const subject = `: "${interaction?.description ?? ''}"`;
	return interaction && message.endsWith(subject) ? message.slice(0, -subject.length) : message;
}
