/** A small rule for the mutants to break: what a ride costs. */
export function fare(distance: number, isChild: boolean): number {
	if (distance <= 0) return 0;
	return isChild ? 1 : 2;
}
