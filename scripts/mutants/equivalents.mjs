/**
 * Mutants that change nothing that anybody could see, each with the reason. An entry names them by file, operator and
 * source text, and is an error once it fits none, or one that a test catches after all.
 */
export const equivalents = [];
