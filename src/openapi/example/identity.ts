/** Which schema a value is of, to see where one recurs. */
import type { Pointer } from '../../json/pointer';
import type { Applied } from '../schema/scope';

/** The first of the schemas that apply which does more than refer; undefined where none applies. */
export const identityOf = (applied: readonly Applied[]): Pointer | undefined =>
	(applied.find(({ schema }) => schema.$ref === undefined) ?? applied[0])?.pointer;
