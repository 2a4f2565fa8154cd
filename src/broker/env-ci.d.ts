/** The part of env-ci that is used here; the package has no types of its own. */
declare module 'env-ci' {
	interface EnvCi {
		/** The CI's short name; undefined for an unknown CI. */
		readonly service?: string;
		readonly commit?: string;
		readonly tag?: string;
		/** In a pull request the branch that it will be merged into. */
		readonly branch?: string;
		readonly isPr?: boolean;
		readonly prBranch?: string;
		readonly buildUrl?: string;
	}
	export default function envCi(options: { readonly env: NodeJS.ProcessEnv; readonly cwd: string }): EnvCi;
}
