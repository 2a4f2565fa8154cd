/** Walks a pair of schemas: once for all that changed, and along a value for what that value uses of it. */

import { attempt, isFault } from '../check/judgement';
import { isObject } from '../json/json';
import { child, type Pointer } from '../json/pointer';
import { entered, noScope } from '../openapi/schema/scope';
import type { Spec } from '../openapi/spec';
import type { Effect } from './change';
import type { Comparison } from './compare';
import type { Child, Step } from './compared';
import type { Differences } from './differences';
import type { SchemaPair } from './part';
import { type Place, viewOf } from './schema-view';

export interface Specs {
	readonly old: Spec;
	readonly new: Spec;
	readonly comparison: Comparison;
	readonly differences: Differences;
}

type OnEffect = (effect: Effect, instance: Pointer) => void;

/** The instance of an effect is that of the field, where it is about one. */
const instanceOf = (at: Pointer, { field }: Effect) => (field === undefined ? at : child(at, field));

const rootsOf = ({ old, new: next }: Specs, pair: SchemaPair): [Place, Place] => [
	[{ pointer: pair.old, scope: entered(old.document, noScope, pair.old) }],
	[{ pointer: pair.new, scope: entered(next.document, noScope, pair.new) }],
];

/** Whether anything differs in the pair. */
export const differs = (specs: Specs, pair: SchemaPair): boolean => specs.differences.between(...rootsOf(specs, pair));

/** Reports what differs, breadth first; a pair of `seen` is not entered again. */
export function walkPair(specs: Specs, pair: SchemaPair, seen: Set<string>, on: OnEffect): void {
	const { comparison } = specs;
	const [old, next] = rootsOf(specs, pair);
	const open: { readonly old: Place; readonly new: Place; readonly instance: Pointer }[] = [
		{ old, new: next, instance: '' },
	];
	for (const { instance, ...both } of open) {
		const key = comparison.keyOf(both.old, both.new);
		if (seen.has(key)) continue;
		seen.add(key);
		const { effects, children } = comparison.at(both.old, both.new);
		for (const each of effects) on(each, instanceOf(instance, each));
		for (const { step, ...below } of children) {
			if (!specs.differences.between(below.old, below.new)) continue;
			open.push({ ...below, instance: instanceBelow(instance, step) });
		}
	}
}

/** A default that changed concerns who sends nothing. */
const defaultsAt = (comparison: Comparison, { old, new: next }: Pick<Child, 'old' | 'new'>) =>
	comparison.at(old, next).effects.filter(({ isDefault }) => isDefault);

/** The defaults that differ for what is not sent at all. */
export function walkAbsent(specs: Specs, pair: SchemaPair, on: OnEffect): void {
	const [old, next] = rootsOf(specs, pair);
	for (const each of defaultsAt(specs.comparison, { old, new: next })) on(each, '');
}

function instanceBelow(instance: Pointer, step: Step): Pointer {
	switch (step.kind) {
		case 'property':
			return child(instance, step.name);
		case 'map':
			return child(instance, '{}');
		case 'item':
			return child(instance, '*');
		case 'here':
			return instance;
		default:
			return step satisfies never;
	}
}

/** Reports what differs at the places that `value` has. */
export function walkValue(specs: Specs, pair: SchemaPair, value: unknown, on: OnEffect): void {
	const { comparison } = specs;
	const [start, other] = rootsOf(specs, pair);
	visit(start, other, value, '', new Set());

	function visit(old: Place, next: Place, own: unknown, instance: Pointer, seen: ReadonlySet<string>): void {
		const key = comparison.keyOf(old, next);
		if (seen.has(key)) return;
		const here = new Set(seen).add(key);
		const { effects, children } = comparison.at(old, next);
		for (const each of effects) if (isUsed(each, own)) on(each, instanceOf(instance, each));
		const different = children.filter((each) => specs.differences.between(each.old, each.new));
		for (const each of chosen(different, children, own)) {
			const { step } = each;
			const enter = (member: unknown, at: Pointer) => visit(each.old, each.new, member, at, new Set());
			if (step.kind === 'here') visit(each.old, each.new, own, instance, here);
			else if (step.kind === 'item' && Array.isArray(own)) {
				for (const [index, item] of own.entries()) {
					if (step.index === undefined || step.index === index) enter(item, child(instance, '*'));
				}
			} else if (step.kind === 'property' && isObject(own)) {
				const at = child(instance, step.name);
				if (Object.hasOwn(own, step.name)) enter(own[step.name], at);
				else if (pair.side === 'request') for (const effect of defaultsAt(comparison, each)) on(effect, at);
			} else if (step.kind === 'map' && isObject(own)) {
				const named = [viewOf(specs.old.document, old), viewOf(specs.new.document, next)];
				for (const [name, member] of Object.entries(own)) {
					const isNamed = step.pattern === undefined && named.some(({ properties }) => properties.has(name));
					if (!isNamed) enter(member, child(instance, '{}'));
				}
			}
		}
	}

	function isUsed({ field, isDemand }: Effect, own: unknown): boolean {
		if (field === undefined || (isDemand && pair.side === 'request')) return true;
		if (!isObject(own)) return false;
		return field === '{}' ? Object.keys(own).length > 0 : Object.hasOwn(own, field);
	}

	/** Of alternatives those that the value is one of, in either document; all where it is none. */
	function chosen(different: readonly Child[], all: readonly Child[], own: unknown): readonly Child[] {
		const isChoice = ({ step }: Child) => step.kind === 'here' && step.isChoice;
		if (!different.some(isChoice)) return different;
		const held = all.filter(
			(each) => isChoice(each) && (holds(specs.old, each.old, own) || holds(specs.new, each.new, own)),
		);
		return held.length === 0 ? different : different.filter((each) => !isChoice(each) || held.includes(each));
	}

	function holds(spec: Spec, place: Place, own: unknown): boolean {
		const reading = pair.side === 'request' ? 'request' : 'possible';
		const accepts = attempt(() =>
			place.every(({ pointer, scope }) => spec.validator.accepts(reading, pointer, own, scope)),
		);
		return isFault(accepts) || accepts;
	}
}
