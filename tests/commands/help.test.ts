/** The help: a line for every command, and a page of its own with every option and two examples. */
import { parseInvocation } from '../../src/commands/arguments';
import { type CommandName, commands as table } from '../../src/commands/command-table';
import { usage } from '../../src/commands/usage';
import { contract } from '../support/cli';

const commands = Object.keys(table);
const parse = (line: string) => parseInvocation(line.split(' '));

describe('the help', () => {
	it('has a line for every command, and a page with every option and two examples', () => {
		for (const command of commands) {
			expect(usage()).toContain(`  contract ${command}`);
			const page = usage(command as CommandName);
			const message = messageOf(() => parse(`${command} --nonsense`));
			const own = [...message.slice(message.indexOf('Options: ')).matchAll(/--[a-z-]+/g)].map(String);
			expect(own.length).toBeGreaterThan(0);
			for (const option of own) expect(page).toMatch(new RegExp(`^  ${option}[ \\n]`, 'm'));
			expect(page.match(/^ {2}contract .+\n {6}\S/gm)).toHaveLength(2);
		}
	});

	it('has valid examples', () => {
		for (const command of commands) {
			const lines = [...usage(command as CommandName).matchAll(/^ {2}contract (.+)$/gm)].map(([, line = '']) => line);
			for (const line of lines) {
				const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '');
				expect(parseInvocation(words)).toMatchObject({ command });
			}
		}
	});

	it('fits a terminal of eighty columns', () => {
		for (const page of [usage(), ...commands.map((each) => usage(each as CommandName))]) {
			for (const line of page.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
		}
	});

	it('is printed by the command itself, and a refusal is one line without a stack', async () => {
		const [help, refusal] = await Promise.all([contract(['verify', '--help']), contract(['verify', '--nonsense'])]);
		expect(help).toEqual({ code: 0, stdout: usage('verify'), stderr: '' });
		expect(refusal.code).toBe(2);
		expect(refusal.stdout).toBe('');
		expect(refusal.stderr).toMatch(/^contract verify: there is no option --nonsense\. Options: .*\.\n$/);
	});
});

function messageOf(run: () => unknown): string {
	try {
		run();
	} catch (error) {
		return error instanceof Error ? error.message : '';
	}
	return '';
}
