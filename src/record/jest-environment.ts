/** Jest's own environment for Node, which also says which test runs. */
import NodeEnvironment from 'jest-environment-node';
import './preload';
import { type CurrentTest, currentTestKey } from './observation';

interface Block {
	readonly name: string;
	readonly parent?: Block;
}

export default class ContractEnvironment extends NodeEnvironment {
	private readonly file: string;

	constructor(...[config, context]: ConstructorParameters<typeof NodeEnvironment>) {
		super(config, context);
		this.file = context.testPath;
	}

	handleTestEvent({ name, test }: { readonly name: string; readonly test?: Block }): void {
		const kept = process as { [currentTestKey]?: CurrentTest };
		if (name === 'test_start' && test) kept[currentTestKey] = { file: this.file, name: fullName(test) };
		if (name === 'test_done') delete kept[currentTestKey];
	}
}

/** As Jest reports it: the names of the blocks around a test, and its own. Jest's outermost block has no parent. */
const fullName = ({ name, parent }: Block): string => (parent?.parent ? `${fullName(parent)} ${name}` : name);
