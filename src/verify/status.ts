/** What a status says of the provider rather than of the contract. */

/** Our credentials were refused. */
export const isRefusal = (status: number): boolean => status === 401 || status === 403;

/** It is overloaded or out of order. */
export const isIll = (status: number): boolean => status === 429 || status >= 500;

/** It points elsewhere, where nobody follows. */
export const isRedirect = (status: number): boolean => status >= 300 && status < 400;
