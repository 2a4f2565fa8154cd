/**
 * The operations that the sandbox offers. A new one is a file of its own and one line here.
 */
import type { Operation } from './operation';
import { updateCustomer } from './update-customer';

export const operations: readonly Operation[] = [updateCustomer];
