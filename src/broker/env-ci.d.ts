/** What env-ci tells of a CI, as far as it is used here; it brings no types of its own. */
declare module 'env-ci' {
	interface EnvCi {
		/** The CI's short name; undefined where none is known. */
		readonly service?: string;
		readonly commit?: string;
		readonly tag?: string;
		/** In a pull request the branch that it goes to. */
		readonly branch?: string;
		readonly isPr?: boolean;
		readonly prBranch?: string;
		readonly buildUrl?: string;
	}
	export default function envCi(options: { readonly env: NodeJS.ProcessEnv; readonly cwd: string }): EnvCi;
}
